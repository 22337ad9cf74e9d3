package dev.caravan.bench.load;

import dev.caravan.bench.jvm.BenchFailedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls {@code POST /generate}, either as fast as answers arrive or at a fixed rate that does not
 * depend on them.
 */
public final class Callers implements AutoCloseable {

  private static final int CONNECTIONS = 256;

  /**
   * How late Linux may wake a thread: its timer slack, and the time until the thread runs again.
   */
  private static final long WAKES_LATE = TimeUnit.MICROSECONDS.toNanos(100);

  /** Calls for one prompt, if the earlier ones were refused. */
  private static final int CALLS = 20;

  private static final long CALLS_AGAIN_MILLIS = 50;

  private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setDefaultHost("127.0.0.1").setTcpNoDelay(true),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS));

  /**
   * Each of the callers calls again as soon as it has an answer.
   *
   * @param marker prompts end with it and a number
   * @return the calls answered before the end; the rest are awaited, but not counted
   */
  public List<Answered> closedLoop(int port, String marker, int callers, double seconds) {
    Round round = new Round(port, marker);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    CountDownLatch callersLeft = new CountDownLatch(callers);
    for (int n = 0; n < callers; n++) {
      askUntil(round, end, callersLeft);
    }
    await(callersLeft);
    round.requireNoFailure();
    return List.copyOf(round.answered);
  }

  private void askUntil(Round round, long end, CountDownLatch callersLeft) {
    long now = System.nanoTime();
    if (now >= end || round.failure.get() != null) {
      callersLeft.countDown();
      return;
    }
    round
        .ask(now)
        .onComplete(
            answer -> {
              if (answer.succeeded() && System.nanoTime() <= end) {
                round.answered.add(answer.result());
              }
              askUntil(round, end, callersLeft);
            });
  }

  /**
   * Calls are due at a steady rate. The time of a call counts from the moment it was due, so a
   * stall shows in the figures of every call that it delayed.
   */
  public List<Answered> openLoop(int port, String marker, double perSecond, double seconds) {
    Round round = new Round(port, marker);
    int calls = Math.max(1, (int) (perSecond * seconds));
    CountDownLatch callsLeft = new CountDownLatch(calls);
    long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
    for (int n = 0; n < calls; n++) {
      long due = begin + (long) (n / perSecond * 1e9);
      awaitDue(due);
      round.ask(due).onSuccess(round.answered::add).onComplete(answer -> callsLeft.countDown());
    }
    await(callsLeft);
    round.requireNoFailure();
    return List.copyOf(round.answered);
  }

  /**
   * A parked thread wakes late, so this parks until shortly before the call is due and then spins.
   */
  private static void awaitDue(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      if (left > WAKES_LATE) {
        LockSupport.parkNanos(left - WAKES_LATE);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private static void await(CountDownLatch left) {
    try {
      if (!left.await(10, TimeUnit.MINUTES)) {
        throw new BenchFailedException("Calls were not answered in ten minutes.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailedException("Interrupted.", e);
    }
  }

  /** The calls of one round. */
  private final class Round {

    private final int port;
    private final String marker;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    final ConcurrentLinkedQueue<Answered> answered = new ConcurrentLinkedQueue<>();

    Round(int port, String marker) {
      this.port = port;
      this.marker = marker;
    }

    Future<Answered> ask(long due) {
      String own = marker + "-" + asked.incrementAndGet();
      Buffer body =
          Buffer.buffer("{\"prompt\":\"A mountain lake in the morning, number " + own + "\"}");
      return call(body, 1)
          .map(
              text ->
                  new Answered(
                      own, text.toJsonObject().getString("id"), (System.nanoTime() - due) / 1_000))
          .onFailure(e -> failure.compareAndSet(null, e));
    }

    /** Calls again after a 429: a pause of the machine makes more callers come than are served. */
    private Future<Buffer> call(Buffer body, int attempt) {
      return client
          .request(HttpMethod.POST, port, "127.0.0.1", "/generate")
          .compose(request -> send(request, body))
          .recover(
              e ->
                  attempt < CALLS && isRefusal(e)
                      ? vertx
                          .timer(CALLS_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                          .compose(over -> call(body, attempt + 1))
                      : Future.failedFuture(e));
    }

    private static boolean isRefusal(Throwable e) {
      return String.valueOf(e.getMessage()).startsWith("429: ");
    }

    // Send and read in one step, on the connection's thread. If the caller's thread read the
    // answer, an answer that arrived in between would be lost.
    private static Future<Buffer> send(HttpClientRequest request, Buffer body) {
      return request
          .idleTimeout(LONGEST_CALL.toMillis())
          .putHeader("Content-Type", "application/json")
          .send(body)
          .compose(
              answer ->
                  answer
                      .body()
                      .compose(
                          text ->
                              answer.statusCode() == 200
                                  ? Future.succeededFuture(text)
                                  : Future.failedFuture(answer.statusCode() + ": " + text)));
    }

    void requireNoFailure() {
      if (failure.get() != null) {
        throw new BenchFailedException("A call failed: " + failure.get().getMessage());
      }
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
