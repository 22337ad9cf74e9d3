package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.words.KnownWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one mapping in a test file. Complains of every unknown field. */
final class Fields {

  private final Located mapping;
  private final Map<String, Located> fields;
  private final Complaints complaints;

  Fields(Located mapping, Complaints complaints, List<String> allowed) {
    this.mapping = mapping;
    this.fields = mapping.fields();
    this.complaints = complaints;
    if (!mapping.json().isObject()) {
      complaints.add(
          mapping.place(),
          "found %s, allowed: a mapping with %s"
              .formatted(shown(mapping), String.join(", ", allowed)));
    }
    fields.forEach((name, field) -> require(name, field, allowed));
  }

  private void require(String name, Located field, List<String> allowed) {
    if (!allowed.contains(name)) {
      complaints.add(
          field.place(),
          "unknown field \"%s\", allowed: %s%s"
              .formatted(name, String.join(", ", allowed), new KnownWords(allowed).question(name)));
    } else if (field.json().isNull()) {
      complaints.add(field.place(), "found nothing after \"" + name + ":\"");
    }
  }

  /** A field that is present and not empty. */
  Optional<Located> get(String name) {
    return Optional.ofNullable(fields.get(name)).filter(field -> !field.json().isNull());
  }

  /** The text of a field; empty, with a complaint, if the field is something else. */
  Optional<String> text(String name) {
    Optional<Located> field = get(name);
    if (field.isPresent() && !field.get().json().isTextual()) {
      complaints.add(
          field.get().place(), "%s: found %s, allowed: a text".formatted(name, shown(field.get())));
      return Optional.empty();
    }
    return field.map(Located::text);
  }

  /** The items of a list; a single value counts as a list of one. */
  List<Located> items(String name) {
    return get(name)
        .map(field -> field.json().isArray() ? field.items() : List.of(field))
        .orElse(List.of());
  }

  Located whole() {
    return mapping;
  }

  static String shown(Located value) {
    return Mismatch.shown(value.json());
  }
}
