package dev.caravan.routes.lint.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.model.Family;
import dev.caravan.model.Lifecycle;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the keys and values of a mapping against the record that it is read into. */
final class RecordShape {

  private final Rule rule;
  private final Findings findings;

  RecordShape(Rule rule, Findings findings) {
    this.rule = rule;
    this.findings = findings;
  }

  /**
   * @param shown its name in messages: "the model a.b"
   */
  void check(Yaml yaml, Class<?> type, String shown) {
    if (!yaml.isMapping()) {
      findings.add(
          rule, yaml, "This must be a mapping with keys and values.", names(type).listed());
      return;
    }
    for (Yaml.Entry entry : yaml.entries()) {
      component(type, entry.name())
          .ifPresentOrElse(
              component -> value(entry, component, shown),
              () ->
                  findings.add(
                      rule,
                      entry.key(),
                      "Unknown field `" + entry.name() + "` in " + shown + ".",
                      names(type).hint(entry.name())));
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (isRequired(type, component) && yaml.entry(component.getName()).isEmpty()) {
        findings.add(
            rule, yaml, "Missing field `" + component.getName() + "` in " + shown + ".", "");
      }
    }
  }

  private void value(Yaml.Entry entry, RecordComponent component, String shown) {
    if (component.getType().isRecord()) {
      check(entry.value(), component.getType(), entry.name() + " of " + shown);
      return;
    }
    complaint(entry.value(), component.getType())
        .ifPresent(
            right ->
                findings.add(
                    rule,
                    entry.value(),
                    "The field `%s` of %s must be %s.".formatted(entry.name(), shown, right),
                    ""));
  }

  /** What the value must be; empty if it is correct. */
  private static Optional<String> complaint(Yaml value, Class<?> type) {
    if (type == List.class) {
      return value.isSequence() ? Optional.empty() : Optional.of("a list");
    }
    if (type == Map.class) {
      return value.isMapping() ? Optional.empty() : Optional.of("keys and values");
    }
    String text = value.text();
    if (!value.isScalar() || value.isNothing()) {
      return Optional.of("a single value");
    }
    if (type == Family.class) {
      return Family.ids().contains(text)
          ? Optional.empty()
          : Optional.of(
              "one of "
                  + String.join(", ", Family.ids())
                  + ", not `"
                  + text
                  + "`"
                  + new KnownWords(Family.ids())
                      .nearest(text)
                      .map(near -> " (did you mean `" + near + "`?)")
                      .orElse(""));
    }
    if (type == Lifecycle.State.class) {
      return Stream.of(Lifecycle.State.values())
              .anyMatch(state -> state.text().equalsIgnoreCase(text))
          ? Optional.empty()
          : Optional.of("active, legacy or retired, not `" + text + "`");
    }
    if (type == LocalDate.class) {
      return isDate(text) ? Optional.empty() : Optional.of("a date, such as \"2026-12-31\"");
    }
    if (type == int.class || type == Integer.class || type == long.class) {
      return text.matches("\\d{1,18}") ? Optional.empty() : Optional.of("a whole number");
    }
    if (type == Double.class || type == BigDecimal.class) {
      return text.matches("\\d+(\\.\\d+)?([eE]-?\\d+)?")
          ? Optional.empty()
          : Optional.of("a number");
    }
    return Optional.empty();
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Optional<RecordComponent> component(Class<?> type, String name) {
    return Stream.of(type.getRecordComponents())
        .filter(component -> component.getName().equals(name))
        .findFirst();
  }

  private static KnownWords names(Class<?> type) {
    return new KnownWords(
        Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  /** Java puts the annotation of a record component on the constructor's parameter. */
  private static boolean isRequired(Class<?> type, RecordComponent component) {
    return Stream.of(type.getDeclaredConstructors())
        .flatMap(constructor -> Stream.of(constructor.getParameters()))
        .filter(parameter -> parameter.getName().equals(component.getName()))
        .map(parameter -> parameter.getAnnotation(JsonProperty.class))
        .anyMatch(property -> property != null && property.required());
  }
}
