package dev.caravan.tracing;

import java.util.Optional;

/**
 * A prompt's way through this process, and the span that it is in. Ends wherever the prompt does,
 * also for a thread that has handed it on.
 */
final class CurrentSpan {

  private volatile TraceSpan now;

  CurrentSpan(TraceSpan entrance) {
    this.now = entrance;
  }

  /** Empty when it has ended. */
  Optional<TraceSpan> now() {
    return Optional.ofNullable(now);
  }

  void in(TraceSpan span) {
    now = span;
  }

  void end() {
    now = null;
  }
}
