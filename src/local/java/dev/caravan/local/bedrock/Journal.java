package dev.caravan.local.bedrock;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The last calls, oldest first. Limited in calls and, because prompts can be long, in characters.
 */
final class Journal {

  private static final int MOST_CALLS = 100_000;
  private static final long MOST_CHARACTERS = 50_000_000;

  private final ArrayDeque<Call> calls = new ArrayDeque<>();
  private long characters;
  private long total;

  synchronized void add(Call call) {
    calls.addLast(call);
    characters += size(call);
    total++;
    while (calls.size() > MOST_CALLS || characters > MOST_CHARACTERS) {
      characters -= size(calls.removeFirst());
    }
  }

  private static long size(Call call) {
    return (long) call.prompt().length() + call.request().length();
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  synchronized List<Call> last(int count) {
    return calls.stream().skip(Math.max(0, calls.size() - count)).toList();
  }

  /** The number of calls since the start or the last {@link #clear}, including forgotten ones. */
  synchronized long total() {
    return total;
  }

  synchronized void clear() {
    calls.clear();
    characters = 0;
    total = 0;
  }
}
