package dev.caravan.routes.reload.live;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Which route has the name of an entrance, in each edition. Names can move from one route to
 * another, while prompts of earlier editions still call them.
 */
final class Owners {

  private final Map<String, NavigableMap<Long, Steps>> names = new ConcurrentHashMap<>();

  /** From this edition on, the name belongs to these steps. */
  void set(String name, long edition, Steps steps) {
    names.computeIfAbsent(name, any -> new ConcurrentSkipListMap<>()).put(edition, steps);
  }

  /** Takes {@link #set} back. */
  void undo(String name, long edition) {
    names.get(name).remove(edition);
  }

  /**
   * @param otherwise if the name had no owner yet
   */
  Steps of(String name, long edition, Steps otherwise) {
    NavigableMap<Long, Steps> owners = names.get(name);
    Map.Entry<Long, Steps> owner = owners == null ? null : owners.floorEntry(edition);
    return owner == null ? otherwise : owner.getValue();
  }

  /** Forgets a removed route. */
  void forget(Steps steps) {
    names.values().forEach(owners -> owners.values().removeIf(owner -> owner == steps));
    names.values().removeIf(Map::isEmpty);
  }

  /** Forgets who had a name before this edition, which is the oldest that contains a prompt. */
  void forgetBefore(long oldest) {
    for (NavigableMap<Long, Steps> owners : names.values()) {
      Long current = owners.floorKey(oldest);
      if (current != null) {
        owners.headMap(current).clear();
      }
    }
  }
}
