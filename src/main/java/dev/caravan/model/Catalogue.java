package dev.caravan.model;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.caravan.generation.InvalidPromptException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The models that prompts may name, read from {@code models.yaml}. Its entries can be replaced
 * while the service runs.
 */
public final class Catalogue {

  private static final ObjectMapper YAML_TREE =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new SimpleModule().addDeserializer(LocalDate.class, new Day()))
          .enable(com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private record Entries(String defaultId, Map<String, Model> models) {}

  private volatile Entries entries;
  private volatile Consumer<Set<String>> whenChanged = ids -> {};
  private final Map<String, Model> former = new ConcurrentHashMap<>();

  private Catalogue(String defaultId, Map<String, Model> models) {
    this.entries = new Entries(defaultId, models);
  }

  /**
   * Reads a catalogue from a file.
   *
   * @throws IllegalArgumentException if an entry is wrong; the message says which, and why
   */
  public static Catalogue read(String file) {
    Path path = Path.of(file.startsWith("file:") ? file.substring("file:".length()) : file);
    try {
      return parse(path.toString(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Can't read the model catalogue "
              + path
              + "; check CARAVAN_MODELS and the working directory.",
          e);
    }
  }

  /**
   * Reads a catalogue from a text.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if an entry is wrong; the message says which, and why
   */
  public static Catalogue parse(String name, String yaml) {
    JsonNode tree = tree(name, yaml);
    Map<String, Model> models = new LinkedHashMap<>();
    for (JsonNode entry : tree.path("models")) {
      Model model = model(name, entry);
      if (models.put(model.id(), model) != null) {
        throw new IllegalArgumentException(name + ": the model " + model.id() + " is listed twice");
      }
    }
    String defaultId = tree.path("default").asText();
    if (!models.containsKey(defaultId)) {
      throw new IllegalArgumentException(
          name + ": the default \"" + defaultId + "\" is not the id of a model in this file");
    }
    models.values().forEach(model -> requireFallback(name, model, models));
    models.values().forEach(model -> CatalogueRules.check(name, model));
    return new Catalogue(defaultId, models);
  }

  private static JsonNode tree(String name, String yaml) {
    try {
      Object document =
          new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(yaml);
      return YAML_TREE.valueToTree(document);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(name + " is not YAML: " + e.getMessage(), e);
    }
  }

  /**
   * Reads one entry.
   *
   * @throws IllegalArgumentException if a field is wrong; the message says which, and why
   */
  public static Model entry(String file, Map<?, ?> fields) {
    return model(file, YAML_TREE.valueToTree(fields));
  }

  private static Model model(String name, JsonNode entry) {
    try {
      return YAML_TREE.treeToValue(entry, Model.class);
    } catch (MismatchedInputException e) {
      String place =
          e.getPath().stream().map(at -> at.getFieldName()).collect(Collectors.joining("."));
      throw new IllegalArgumentException(
          "%s: model %s: %s: %s"
              .formatted(name, entry.path("id").asText("(no id)"), place, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          name + ": model " + entry.path("id").asText("(no id)") + ": " + e.getMessage());
    }
  }

  private static void requireFallback(String name, Model model, Map<String, Model> models) {
    if (model.fallback() != null && !models.containsKey(model.fallback())) {
      throw new IllegalArgumentException(
          "%s: model %s: its fallback %s is not the id of a model"
              .formatted(name, model.id(), model.fallback()));
    }
  }

  /** Replaces the models of this catalogue with those of the other. */
  public void become(Catalogue other) {
    Map<String, Model> before = entries.models();
    former.putAll(before);
    entries = other.entries;
    Set<String> changed = new LinkedHashSet<>();
    entries
        .models()
        .forEach(
            (id, model) -> {
              if (!model.equals(before.get(id))) {
                changed.add(id);
              }
            });
    whenChanged.accept(changed);
  }

  /**
   * @param then receives the ids of the entries that are new or changed, after each replacement
   */
  public void whenChanged(Consumer<Set<String>> then) {
    whenChanged = then;
  }

  public Collection<Model> models() {
    return entries.models().values();
  }

  public Model defaultModel() {
    Entries now = entries;
    return now.models().get(now.defaultId());
  }

  /**
   * The model of an accepted prompt, even if it has been removed from the catalogue since.
   *
   * @throws InvalidPromptException if the catalogue never had this id
   */
  public Model accepted(String id) {
    boolean left = id != null && !entries.models().containsKey(id) && former.containsKey(id);
    return left ? former.get(id) : find(id);
  }

  /**
   * The model of this id; the default model if the id is null.
   *
   * @throws InvalidPromptException if the catalogue does not have this id
   */
  public Model find(String id) {
    if (id == null) {
      return defaultModel();
    }
    Map<String, Model> models = entries.models();
    Model model = models.get(id);
    if (model == null) {
      throw InvalidPromptException.unusable(
          "The catalogue does not have this model; it has "
              + String.join(", ", models.keySet())
              + ".");
    }
    return model;
  }

  private static final class Day extends FromStringDeserializer<LocalDate> {

    Day() {
      super(LocalDate.class);
    }

    @Override
    protected LocalDate _deserialize(String value, DeserializationContext context) {
      return LocalDate.parse(value);
    }
  }
}
