package dev.caravan.local.test.format;

import dev.caravan.generation.Generation;
import dev.caravan.local.test.match.Located;
import dev.caravan.words.KnownWords;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Complains of misspelled names. Otherwise a test could expect that a misspelled field is absent,
 * and pass.
 */
final class KnownNames {

  static final List<String> LETTER =
      List.of(
          "schema",
          "id",
          "reason",
          "detail",
          "exception",
          "attempts",
          "failedAt",
          "route",
          "model",
          "message");
  static final List<String> OBJECT = List.of("contentType", "bytes", "text", "metadata");
  static final List<String> CALL =
      List.of("model", "operation", "prompt", "status", "error", "request");

  private final Complaints complaints;

  KnownNames(Complaints complaints) {
    this.complaints = complaints;
  }

  /** Checks the names of a record's fields, at any depth. */
  void ofRecord(Located mapping) {
    ofRecord(mapping, Generation.class);
  }

  private void ofRecord(Located mapping, Class<?> type) {
    mapping
        .fields()
        .forEach(
            (path, value) -> {
              Class<?> reached = type;
              for (String name : path.split("\\.", -1)) {
                if (!reached.isRecord()) {
                  return;
                }
                Optional<RecordComponent> component = component(reached, name);
                if (component.isEmpty()) {
                  complain(name, value, names(reached));
                  return;
                }
                reached = component.get().getType();
              }
              if (reached.isRecord()) {
                ofRecord(value, reached);
              }
            });
  }

  /** Checks the first name of every dotted path. */
  void oneOf(Located mapping, List<String> names) {
    mapping
        .fields()
        .forEach(
            (path, value) -> {
              String first = path.split("\\.", 2)[0];
              if (!names.contains(first)) {
                complain(first, value, names);
              }
            });
  }

  static List<String> ofRecords() {
    return names(Generation.class);
  }

  private void complain(String name, Located where, List<String> names) {
    complaints.add(
        where.place(),
        "unknown name \"%s\", allowed: %s%s"
            .formatted(name, String.join(", ", names), new KnownWords(names).question(name)));
  }

  private static Optional<RecordComponent> component(Class<?> type, String name) {
    return Stream.of(type.getRecordComponents())
        .filter(component -> names(type).contains(name) && component.getName().equals(name))
        .findFirst();
  }

  private static List<String> names(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(RecordComponent::getName)
        // The version says from where the record was read; it is not stored in the record.
        .filter(name -> !name.equals("version"))
        .toList();
  }
}
