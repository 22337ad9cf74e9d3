package dev.caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Notices, as an interceptor of the SDK's client, that all connections of the client are in use and
 * none comes back. From the first call that gets no connection until the next one that does, they
 * are exhausted.
 */
public final class S3Connections implements ExecutionInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(S3Connections.class);

  private final Clock clock = Clock.systemUTC();
  private final AtomicBoolean probing = new AtomicBoolean();
  private volatile Instant exhaustedSince;

  /** Since when no call has got a connection; empty if calls get connections. */
  Optional<Instant> exhaustedSince() {
    return Optional.ofNullable(exhaustedSince);
  }

  /** An answer of S3, whatever it is, came by a connection. */
  @Override
  public void afterTransmission(Context.AfterTransmission call, ExecutionAttributes attributes) {
    if (exhaustedSince != null) {
      exhaustedSince = null;
      LOG.info("Calls of S3 get connections again.");
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
    if (exhaustedSince == null && isWithoutConnection(call.exception())) {
      exhaustedSince = clock.instant();
      LOG.warn(
          "A call of S3 got no connection: all are in use, and none came back in time. A route may"
              + " leave bodies of S3 objects open.");
    }
  }

  private static boolean isWithoutConnection(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionPoolTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes one call in a thread of its own, unless another one is still waiting for its connection.
   * Without it, a service that gets no requests would never find out that it works again.
   */
  void probe(Runnable call) {
    if (!probing.compareAndSet(false, true)) {
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                call.run();
              } catch (RuntimeException e) {
                LOG.debug("S3 did not answer the probe", e);
              } finally {
                probing.set(false);
              }
            },
            "s3-connection-probe");
    thread.setDaemon(true);
    thread.start();
  }
}
