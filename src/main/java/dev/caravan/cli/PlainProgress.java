package dev.caravan.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Progress in a log or a pipe: one line every ten seconds, and none for short work. */
final class PlainProgress implements Progress {

  private static final Duration EVERY = Duration.ofSeconds(10);

  private final String task;
  private final Consumer<String> lines;
  private final Clock clock;
  private int size;
  private Instant next;

  PlainProgress(String task, int size, Consumer<String> lines) {
    this(task, size, lines, Clock.systemUTC());
  }

  PlainProgress(String task, int size, Consumer<String> lines, Clock clock) {
    this.task = task;
    this.size = size;
    this.lines = lines;
    this.clock = clock;
    this.next = clock.instant().plus(EVERY);
  }

  @Override
  public void stepTo(int done) {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      lines.accept("%s: %d of %d".formatted(task, done, size));
      next = now.plus(EVERY);
    }
  }

  @Override
  public void grow(int least) {
    size = Math.max(size, least);
  }

  @Override
  public void close() {
    // The last line would repeat the result.
  }
}
