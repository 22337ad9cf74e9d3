package dev.caravan.bench.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A standard queue: visible messages, messages in flight, and counts of messages delivered again.
 * For one thread only.
 */
final class SqsQueue {

  /** A message in the queue; the handle is that of its latest receive. */
  static final class Entry {
    final String id;
    final String body;
    final String md5;
    final long sentAtMillis;
    int receives;
    String handle;
    private long visibleAt;
    private boolean letGo;

    Entry(String id, String body, String md5, long sentAtMillis) {
      this.id = id;
      this.body = body;
      this.md5 = md5;
      this.sentAtMillis = sentAtMillis;
    }
  }

  private final Deque<Entry> visible = new ArrayDeque<>();
  private final Map<String, Entry> out = new HashMap<>();
  private long handles;
  private long deleted;
  private long expired;
  private long delayed;
  private long givenBack;

  void send(Entry entry) {
    visible.add(entry);
  }

  /**
   * @param now and {@code visibility} in milliseconds
   */
  List<Entry> receive(int most, long visibility, long now) {
    List<Entry> taken = new ArrayList<>();
    while (taken.size() < most && !visible.isEmpty()) {
      Entry entry = visible.poll();
      entry.receives++;
      entry.handle = entry.id + "." + ++handles;
      entry.visibleAt = now + visibility;
      entry.letGo = false;
      out.put(entry.handle, entry);
      taken.add(entry);
    }
    return taken;
  }

  boolean delete(String handle) {
    boolean held = out.remove(handle) != null;
    deleted += held ? 1 : 0;
    return held;
  }

  boolean changeVisibility(String handle, long visibility, long now) {
    Entry entry = out.get(handle);
    if (entry == null) {
      return false;
    }
    // An extension never ends before the lease that it extends. A time that does is a delay until
    // the next delivery.
    entry.letGo = now + visibility < entry.visibleAt;
    entry.visibleAt = now + visibility;
    if (visibility == 0) {
      out.remove(handle);
      visible.add(entry);
      givenBack++;
    }
    return true;
  }

  /**
   * Makes messages visible again whose time is over.
   *
   * @return whether there were any
   */
  boolean expire(long now) {
    List<Entry> over = out.values().stream().filter(entry -> entry.visibleAt <= now).toList();
    for (Entry entry : over) {
      out.remove(entry.handle);
      visible.add(entry);
      expired += entry.letGo ? 0 : 1;
      delayed += entry.letGo ? 1 : 0;
    }
    return !over.isEmpty();
  }

  void clear() {
    visible.clear();
    out.clear();
    deleted = 0;
    expired = 0;
    delayed = 0;
    givenBack = 0;
  }

  boolean isEmpty() {
    return visible.isEmpty();
  }

  int waiting() {
    return visible.size();
  }

  int outside() {
    return out.size();
  }

  long deleted() {
    return deleted;
  }

  /** Messages delivered again because nobody extended or deleted them in time. */
  long expired() {
    return expired;
  }

  /**
   * Messages delivered again after a delay that their holder set, which ended before their lease.
   */
  long delayed() {
    return delayed;
  }

  /** Messages delivered again at once because their holder asked for it. */
  long givenBack() {
    return givenBack;
  }
}
