package dev.caravan.queue;

import java.util.Objects;
import org.slf4j.Logger;

/**
 * Remembers an unforeseen exception or error in a loop. The log has one line with its cause when it
 * begins or changes, and one when it is over; the loop goes on.
 */
final class LoopTrouble {

  private final String effect;
  private final Logger log;
  private volatile String now;

  /**
   * @param effect of the trouble, without a full stop
   */
  LoopTrouble(String effect, Logger log) {
    this.effect = effect;
    this.log = log;
  }

  /** The work of a schedule, which an uncaught exception would end. */
  Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
        isOver();
      } catch (Throwable e) {
        met(e);
      }
    };
  }

  void met(Throwable cause) {
    if (!Objects.equals(now, cause.toString())) {
      log.error("{}; Caravan tries again until it can.", effect, cause);
    }
    now = cause.toString();
  }

  void isOver() {
    if (now != null) {
      now = null;
      log.info("This is over: {}.", effect);
    }
  }

  /** The exception; null if there is no trouble. */
  String now() {
    return now;
  }
}
