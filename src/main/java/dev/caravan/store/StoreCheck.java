package dev.caravan.store;

import dev.caravan.failure.Pause;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the bucket before any route starts. The service does not start with a bucket that does not
 * exist, is in another region, or ignores the conditions of writes. If S3 can't be asked, the
 * service starts, and the queue pauses until the check succeeds.
 */
public final class StoreCheck extends LifecycleStrategySupport {

  private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);

  private final Supplier<BucketConditions> conditions;
  private final Supplier<Pause> pause;
  private CompletableFuture<Optional<StoreTrouble>> check;

  /**
   * @param conditions of the bucket; made on another thread, after the settings were checked
   * @param pause of the queue; needed only if S3 can't be asked
   */
  public StoreCheck(Supplier<BucketConditions> conditions, Supplier<Pause> pause) {
    this.conditions = conditions;
    this.pause = pause;
  }

  /** Begins the check, so that S3 answers while Camel builds the routes. */
  @Override
  public void onContextInitialized(CamelContext context) {
    check =
        CompletableFuture.supplyAsync(
            () -> conditions.get().check(), work -> new Thread(work, "store-check").start());
  }

  @Override
  public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
    StoreTrouble trouble = result().orElse(null);
    if (trouble == null) {
      return;
    }
    if (trouble.isMisconfigured()) {
      throw new VetoCamelContextStartException("Not started: " + trouble.line(), context, true);
    }
    pause
        .get()
        .begin(
            new Failure(Reason.STORE, trouble.line(), Clock.systemUTC().instant()),
            conditions.get());
  }

  private Optional<StoreTrouble> result() {
    try {
      return check == null ? Optional.empty() : check.join();
    } catch (CompletionException e) {
      // The routes need the same client, so its error stops the start with its own message.
      LOG.debug("The bucket could not be checked.", e.getCause());
      return Optional.empty();
    }
  }
}
