package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Variables;
import dev.caravan.words.KnownWords;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names that may stand in {@code ${…}}. */
public final class Placeholders {

  /** The generation's id. */
  public static final String ID = "id";

  public static final String BUCKET = "bucket";

  /** An hour ago, and in an hour. */
  public static final String PAST = "past";

  public static final String FUTURE = "future";

  private static final List<String> ALL = List.of(ID, BUCKET, PAST, FUTURE);

  private final Complaints complaints;

  Placeholders(Complaints complaints) {
    this.complaints = complaints;
  }

  /** Complains of each name in {@code value} that is none of these. */
  void check(Located value) {
    value
        .fields()
        .forEach(
            (name, field) -> {
              check(name, field);
              check(field);
            });
    value.items().forEach(this::check);
    if (value.json().isTextual()) {
      check(value.text(), value);
    }
  }

  private void check(String text, Located where) {
    Variables.in(text)
        .filter(name -> !ALL.contains(name))
        .forEach(
            name ->
                complaints.add(
                    where.place(),
                    "found ${%s}, allowed: %s, or $${%s} for the text itself%s"
                        .formatted(
                            name,
                            ALL.stream()
                                .map(known -> "${" + known + "}")
                                .collect(Collectors.joining(", ")),
                            name,
                            new KnownWords(ALL).question(name))));
  }

  /** Something for each name, to see whether a text could be meant. */
  static Variables anyValues() {
    return new Variables(ALL.stream().collect(Collectors.toMap(Function.identity(), name -> "x")));
  }
}
