package dev.caravan.local.bedrock.rule;

import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a rule's {@code action}, with {@code how}, {@code seconds} or {@code bytes} if the action
 * has one.
 */
final class ActionReader {

  /** Above the limit of every model that names none. */
  private static final int DEFAULT_BYTES = 30_000_000;

  private final Fields fields;
  private final List<Action> actions =
      Stream.<Action[]>of(
              Fault.values(),
              Outcome.values(),
              Wire.values(),
              new Action[] {Stall.forever(), new Large(0)})
          .flatMap(Stream::of)
          .toList();

  ActionReader(Fields fields) {
    this.fields = fields;
  }

  Action read() {
    List<String> names = actions.stream().map(Action::action).distinct().toList();
    String name = fields.oneOf("action", names, "");
    if (name.isEmpty()) {
      throw new InvalidRule(
          fields.at("action") + ": found nothing, allowed: " + String.join(", ", names));
    }
    onlyFor("seconds", name, List.of("stall"));
    onlyFor("bytes", name, List.of(Large.ACTION));
    onlyFor("how", name, List.of("block", "wrongImage"));
    if (name.equals(Large.ACTION)) {
      return new Large(fields.count("bytes", DEFAULT_BYTES));
    }
    return name.equals("stall")
        ? new Stall(fields.span("seconds", Stall.forever().hold()))
        : variant(name);
  }

  private Action variant(String name) {
    List<Action> variants = actions.stream().filter(a -> a.action().equals(name)).toList();
    List<String> hows = variants.stream().map(Action::how).toList();
    String how = fields.oneOf("how", hows, hows.get(0));
    return variants.get(hows.indexOf(how));
  }

  private void onlyFor(String field, String action, List<String> owners) {
    if (fields.has(field) && !owners.contains(action)) {
      throw new InvalidRule(
          fields.at(field)
              + ": found with \""
              + action
              + "\", allowed: only with "
              + String.join(", ", owners));
    }
  }
}
