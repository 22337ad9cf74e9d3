package dev.caravan.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that can wait for a result. */
final class WaitOption {

  @Option(names = "--wait", description = "Wait until every generation has finished.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      description = "Seconds to wait at most (default: no limit). Implies --wait.")
  Integer timeout;

  boolean isGiven() {
    return wait || timeout != null;
  }

  /** Before anything is done. */
  void check() {
    if (timeout != null && timeout < 1) {
      throw CommandFailedException.misconfigured(
          "--timeout is " + timeout + ", but must be at least 1 second.");
    }
  }

  /** How long to wait; empty for no limit. */
  Optional<Duration> limit() {
    return Optional.ofNullable(timeout).map(Duration::ofSeconds);
  }
}
