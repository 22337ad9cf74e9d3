package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends prompts by HTTP and the queue until it is stopped, one after the other in each of a few
 * lanes, and records the outcome of every prompt.
 */
final class SteadyLoad implements AutoCloseable {

  private static final int HTTP_LANES = 2;
  private static final int QUEUE_LANES = 3;
  private static final String BODY =
      "{\"prompt\":\"steady\",\"model\":\"amazon.nova-lite-v1:0\"%s}";

  private final Api api;
  private final Queues queues;
  private final ExecutorService lanes = Executors.newFixedThreadPool(HTTP_LANES + QUEUE_LANES);
  private final List<Future<?>> running = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
  private final Map<String, String> states = new ConcurrentHashMap<>();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean stopping;

  private SteadyLoad(Api api, Queues queues) {
    this.api = api;
    this.queues = queues;
  }

  static SteadyLoad on(Api api, Queues queues) {
    SteadyLoad load = new SteadyLoad(api, queues);
    for (int lane = 0; lane < HTTP_LANES; lane++) {
      load.running.add(load.lanes.submit(load::post));
    }
    for (int lane = 0; lane < QUEUE_LANES; lane++) {
      load.running.add(load.lanes.submit(load::send));
    }
    return load;
  }

  private void post() {
    while (!stopping) {
      try {
        Api.Answer answer = api.generate(BODY.formatted(""));
        answered.incrementAndGet();
        if (answer.status() != 200) {
          failed.add("HTTP " + answer.status() + ": " + answer.text());
        }
      } catch (AssertionError e) {
        failed.add("HTTP: " + e.getCause());
      }
    }
  }

  private void send() {
    while (!stopping) {
      String id = UUID.randomUUID().toString();
      queues.send(BODY.formatted(",\"id\":\"" + id + "\""));
      states.put(id, "sent");
      await("the prompt " + id)
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(150))
          .until(() -> isOver(id));
    }
  }

  private boolean isOver(String id) {
    Api.Answer answer = api.get("/generations/" + id);
    if (answer.status() == 200) {
      states.put(id, answer.json().path("status").asText());
    }
    return List.of("done", "failed").contains(states.get(id));
  }

  /** Waits until each entrance has taken this many more prompts. */
  void carriesOn() {
    int http = answered.get();
    int queue = states.size();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> answered.get() > http + HTTP_LANES && states.size() > queue + QUEUE_LANES);
  }

  /** Sends no more prompts. Several loads on one queue stop together before one looks at it. */
  void stops() {
    stopping = true;
  }

  /** Stops the load, and asserts that every prompt has its result. */
  void losesNothing() throws Exception {
    stopping = true;
    for (Future<?> lane : running) {
      lane.get();
    }
    assertThat(failed).isEmpty();
    assertThat(states.values()).isNotEmpty().containsOnly("done");
    assertThat(answered).hasPositiveValue();
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(queues.size()).isZero());
    assertThat(queues.deadLetters()).isEmpty();
  }

  /** The number of answers by HTTP. */
  int answered() {
    return answered.get();
  }

  /** The number of prompts of the queue that have their result. */
  long done() {
    return states.values().stream().filter("done"::equals).count();
  }

  String count() {
    return answered + " by HTTP, " + states.size() + " by the queue";
  }

  @Override
  public void close() {
    stopping = true;
    lanes.shutdownNow();
  }
}
