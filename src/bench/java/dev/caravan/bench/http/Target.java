package dev.caravan.bench.http;

import dev.caravan.bench.run.Running;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** A service that is warm, and a generation that it has stored. */
final class Target {

  private final Running running;
  private final int managementPort;
  private final String record;
  private final AtomicLong prompts = new AtomicLong();

  /**
   * @param record the id of a generation that is done
   */
  Target(Running running, String record) throws IOException {
    this.running = running;
    this.managementPort = running.jvm().managementPort();
    this.record = record;
  }

  Running running() {
    return running;
  }

  String account() {
    return running.contestant().account();
  }

  int port() {
    return running.port();
  }

  int managementPort() {
    return managementPort;
  }

  String record() {
    return record;
  }

  /** The name of the next prompt at the bench's servers; no two prompts have the same. */
  String nextNumber() {
    return account() + "-t" + prompts.incrementAndGet();
  }
}
