package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Variables;
import dev.caravan.words.KnownWords;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names allowed in {@code ${…}}. */
public final class Placeholders {

  /** The generation's id. */
  public static final String ID = "id";

  public static final String BUCKET = "bucket";

  /** The time an hour ago; {@link #FUTURE} is the time in an hour. */
  public static final String PAST = "past";

  public static final String FUTURE = "future";

  private static final List<String> ALL = List.of(ID, BUCKET, PAST, FUTURE);

  private final Complaints complaints;

  Placeholders(Complaints complaints) {
    this.complaints = complaints;
  }

  /** Complains of every unknown name in {@code value}. */
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

  /** A value for each name, to check whether a text is valid once it is filled in. */
  static Variables anyValues() {
    return new Variables(ALL.stream().collect(Collectors.toMap(Function.identity(), name -> "x")));
  }
}
