package dev.caravan.pace;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.CallPostponedException;
import dev.caravan.generation.Reason;
import java.time.Duration;

/**
 * The model's lane is paused, so this call was not made. Its message is the general sentence of the
 * lane's reason; AWS's own words are for operators.
 */
public final class LanePausedException extends CallPostponedException {

  /**
   * @param retryAfter the time until the model is asked again, in whole seconds
   */
  LanePausedException(Reason reason, Duration retryAfter) {
    super(reason, FailureTable.of(reason).toCallers(), retryAfter);
  }
}
