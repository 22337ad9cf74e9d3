package dev.caravan.bench.soak;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends prompts at a steady rate that does not depend on the service, to the queue and by HTTP in
 * turn, and now and then an invalid one. Every call has its own connection, so any file that is
 * open after the answers belongs to the service.
 */
final class Traffic implements AutoCloseable {

  /** One in this many prompts is invalid. The number is odd, so that both entrances get some. */
  private static final int UNUSABLE = 49;

  private static final int CONNECTIONS = 256;
  private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

  private final Servers servers;
  private final String account;
  private final int port;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setDefaultHost("127.0.0.1").setKeepAlive(false),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  private final AtomicReference<String> failure = new AtomicReference<>();
  private long sent;
  private Round round = new Round();

  /**
   * @param port of the service's HTTP entrance
   */
  Traffic(Servers servers, String account, int port) {
    this.servers = servers;
    this.account = account;
    this.port = port;
  }

  /** What was sent since the last {@link #begin}, and how the calls were answered. */
  static final class Round {
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger turnedAway = new AtomicInteger();
    int queued;
    int queuedUnusable;
    int called;

    /** The prompts that must be stored by now. */
    int due() {
      return queued - queuedUnusable + answered.get();
    }
  }

  Round begin() {
    round = new Round();
    return round;
  }

  /** Sends prompts for {@code seconds}. Calls may still be open when it returns. */
  void send(double seconds, double perSecond) {
    long begin = System.nanoTime();
    int prompts = Math.max(1, (int) (perSecond * seconds));
    for (int n = 0; n < prompts; n++) {
      awaitMoment(begin + (long) (n / perSecond * 1e9));
      boolean usable = ++sent % UNUSABLE != 0;
      if (sent % 2 == 0) {
        enqueue(usable);
      } else {
        call(usable);
      }
    }
    awaitMoment(begin + (long) (seconds * 1e9));
    requireNoFailure();
  }

  private static void awaitMoment(long nanos) {
    while (System.nanoTime() < nanos) {
      LockSupport.parkNanos(nanos - System.nanoTime());
    }
  }

  /** Waits until all calls are answered. */
  void awaitAnswers() throws InterruptedException {
    while (round.open.get() > 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    requireNoFailure();
  }

  private void requireNoFailure() {
    if (failure.get() != null) {
      throw new BenchFailedException(failure.get());
    }
  }

  private void enqueue(boolean usable) {
    servers.add(account, usable);
    round.queued++;
    round.queuedUnusable += usable ? 0 : 1;
  }

  private void call(boolean usable) {
    Round own = round;
    own.called++;
    own.open.incrementAndGet();
    String prompt = usable ? "A mountain lake in the morning, number " + account + "-h" + sent : "";
    client
        .request(HttpMethod.POST, port, "127.0.0.1", "/generate")
        .compose(
            request ->
                request
                    .idleTimeout(LONGEST_CALL.toMillis())
                    .putHeader("Content-Type", "application/json")
                    .send(Buffer.buffer("{\"prompt\":\"" + prompt + "\"}"))
                    // On the connection's thread, because the caller's thread could miss the
                    // answer.
                    .compose(
                        answer ->
                            answer
                                .body()
                                .map(text -> count(own, usable, answer.statusCode(), text))))
        .recover(
            e -> {
              failure.compareAndSet(null, "A call failed: " + e);
              return Future.succeededFuture();
            })
        .onComplete(over -> own.open.decrementAndGet());
  }

  private Void count(Round own, boolean usable, int status, Buffer text) {
    if (usable && status == 200) {
      own.answered.incrementAndGet();
    } else if (usable && status == 429) {
      own.turnedAway.incrementAndGet();
    } else if (!usable && (status == 400 || status == 422)) {
      own.refused.incrementAndGet();
    } else {
      failure.compareAndSet(
          null,
          "A call with %s prompt was answered with %d: %s"
              .formatted(usable ? "a good" : "an empty", status, text));
    }
    return null;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
