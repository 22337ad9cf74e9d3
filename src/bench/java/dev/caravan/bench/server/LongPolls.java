package dev.caravan.bench.server;

import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;

/** Receive calls that wait for a message, oldest first. */
final class LongPolls {

  private final Vertx vertx;
  private final SqsQueue queue;
  private final Map<Long, Runnable> waiting = new LinkedHashMap<>();

  LongPolls(Vertx vertx, SqsQueue queue) {
    this.vertx = vertx;
    this.queue = queue;
  }

  /**
   * Answers at once if there is a message or the call does not wait. Otherwise answers when a
   * message arrives or the time is over.
   */
  void add(long waitMillis, Runnable answer) {
    if (waitMillis == 0 || !queue.isEmpty()) {
      answer.run();
      return;
    }
    long timer =
        vertx.setTimer(
            waitMillis,
            over -> {
              waiting.remove(over);
              answer.run();
            });
    waiting.put(timer, answer);
  }

  void serve() {
    while (!queue.isEmpty() && !waiting.isEmpty()) {
      Map.Entry<Long, Runnable> oldest = waiting.entrySet().iterator().next();
      waiting.remove(oldest.getKey());
      vertx.cancelTimer(oldest.getKey());
      oldest.getValue().run();
    }
  }
}
