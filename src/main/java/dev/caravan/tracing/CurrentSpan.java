package dev.caravan.tracing;

import java.util.Optional;

/**
 * The span that a prompt is in now. All threads that work on the prompt share this object, so it
 * ends for all of them when the prompt ends.
 */
final class CurrentSpan {

  private volatile TraceSpan now;

  CurrentSpan(TraceSpan entrance) {
    this.now = entrance;
  }

  /** Empty once the prompt has ended. */
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
