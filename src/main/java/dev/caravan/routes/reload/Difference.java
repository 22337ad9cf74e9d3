package dev.caravan.routes.reload;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** The ids of the routes that a change affects. */
record Difference(Set<String> changed, Set<String> added, Set<String> removed) {

  /**
   * @param before the hashes of the running routes by id
   * @param now the hashes of the saved routes by id
   */
  static Difference of(Map<String, String> before, Map<String, String> now) {
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.retainAll(now.keySet());
    changed.removeIf(id -> Objects.equals(before.get(id), now.get(id)));
    Set<String> added = new TreeSet<>(now.keySet());
    added.removeAll(before.keySet());
    Set<String> removed = new TreeSet<>(before.keySet());
    removed.removeAll(now.keySet());
    return new Difference(changed, added, removed);
  }

  boolean isNothing() {
    return changed.isEmpty() && added.isEmpty() && removed.isEmpty();
  }

  /** For the log: {@code changed generate, queue; added tick; removed page}. */
  String text() {
    StringJoiner parts = new StringJoiner("; ");
    tell("changed", changed, parts);
    tell("added", added, parts);
    tell("removed", removed, parts);
    return parts.toString();
  }

  private static void tell(String what, Set<String> ids, StringJoiner parts) {
    if (!ids.isEmpty()) {
      parts.add(what + " " + String.join(", ", ids));
    }
  }
}
