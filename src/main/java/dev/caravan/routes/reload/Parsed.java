package dev.caravan.routes.reload;

import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.camel.WithoutBeans;
import dev.caravan.routes.lint.source.SourceFile;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.routes.lint.source.YamlReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The parsed route files of a snapshot. */
final class Parsed {

  /** The items that Camel reads only at its start. */
  private static final Set<String> AT_START =
      Set.of("beans", "restConfiguration", "dataFormats", "transformers", "validators");

  private final Map<String, Yaml> roots = new LinkedHashMap<>();
  private final SortedMap<String, String> properties = new TreeMap<>();

  private Parsed() {}

  /** Parses the route files. Skips invalid YAML, because lint reports it. */
  static Parsed of(Snapshot snapshot) {
    Parsed parsed = new Parsed();
    snapshot
        .files()
        .forEach(
            (name, text) -> {
              SourceFile file = new SourceFile(Path.of(name), text, true);
              if (file.kind() == SourceFile.Kind.ROUTES) {
                new YamlReader()
                    .read(file, new Findings())
                    .ifPresent(root -> parsed.roots.put(name, root));
              } else if (file.kind() == SourceFile.Kind.PROPERTIES) {
                parsed.properties.put(name, text);
              }
            });
    return parsed;
  }

  /** The items of this kind, whatever file they are in. */
  Stream<Yaml> items(String kind) {
    return roots.values().stream()
        .flatMap(root -> root.items().stream())
        .flatMap(item -> item.get(kind).stream());
  }

  Map<String, Yaml> roots() {
    return roots;
  }

  /** The text of each file without its beans, which Camel has already created. */
  Map<String, String> withoutBeans() {
    Map<String, String> texts = new LinkedHashMap<>();
    roots.forEach(
        (name, root) -> {
          String text = WithoutBeans.of(root);
          if (!text.isBlank()) {
            texts.put(name, text);
          }
        });
    return texts;
  }

  /** The parts that need a restart to change, by file. */
  SortedMap<String, String> atStart() {
    SortedMap<String, String> found = new TreeMap<>(properties);
    roots.forEach(
        (name, root) -> {
          List<String> parts =
              root.items().stream()
                  .filter(item -> AT_START.stream().anyMatch(key -> item.get(key).isPresent()))
                  .map(Parsed::canonical)
                  .toList();
          if (!parts.isEmpty()) {
            found.put(name, String.join("\n", parts));
          }
        });
    return found;
  }

  /** The content of the value, independent of its layout and comments. */
  static String canonical(Yaml yaml) {
    StringBuilder text = new StringBuilder();
    write(yaml, text);
    return text.toString();
  }

  private static void write(Yaml yaml, StringBuilder text) {
    if (yaml.isMapping()) {
      text.append('{');
      for (Yaml.Entry entry : yaml.entries()) {
        write(entry.key(), text);
        text.append(':');
        write(entry.value(), text);
        text.append(',');
      }
      text.append('}');
    } else if (yaml.isSequence()) {
      text.append('[');
      for (Yaml item : yaml.items()) {
        write(item, text);
        text.append(',');
      }
      text.append(']');
    } else {
      // The length keeps texts apart: no text can look like two others.
      text.append(yaml.node().getTag().getValue().hashCode()).append('/');
      text.append(yaml.text().length()).append(':').append(yaml.text());
    }
  }
}
