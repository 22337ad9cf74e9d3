package dev.caravan.bench.scale;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.run.Contestant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Services on one queue, which can be added and removed. */
final class Instances implements AutoCloseable {

  private final Path java;
  private final ClassPaths paths;
  private final Servers servers;
  private final int consumers;
  private final Path work;
  private final Deque<Jvm> running = new ArrayDeque<>();
  private int names;

  Instances(Path java, ClassPaths paths, Servers servers, int consumers, Path work) {
    this.java = java;
    this.paths = paths;
    this.servers = servers;
    this.consumers = consumers;
    this.work = work;
  }

  /** Starts {@code count} instances at once and returns when all of them take prompts. */
  void add(int count) throws IOException, InterruptedException {
    List<Jvm> started = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      started.add(start("instance" + ++names));
    }
    running.addAll(started);
    for (Jvm each : started) {
      each.awaitReady();
    }
  }

  private Jvm start(String name) throws IOException {
    Map<String, String> variables = new HashMap<>(servers.variables(Contestant.CARAVAN.account()));
    variables.put("CARAVAN_QUEUE_CONSUMERS", String.valueOf(consumers));
    variables.put("HTTP_PORT", "0");
    variables.put("MANAGEMENT_PORT", "0");
    // Bedrock distinguishes the instances by this.
    variables.put("AWS_SDK_UA_APP_ID", name);
    return Jvm.start(
        java,
        Jvm.FLAGS,
        Contestant.CARAVAN.command(paths).orElseThrow(),
        variables,
        work.resolve(name + ".log"));
  }

  /** Sends SIGTERM to the oldest instance and returns when it has ended. */
  void removeOldest() throws InterruptedException {
    Jvm oldest = running.removeFirst();
    oldest.terminate();
    oldest.close();
  }

  @Override
  public void close() {
    running.forEach(Jvm::close);
  }
}
