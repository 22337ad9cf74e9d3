package dev.caravan.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.Api;
import dev.caravan.it.Launched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Services that start and stop, each in its own JVM, with a name that Bedrock's journal shows. */
final class Fleet implements AutoCloseable {

  private record Instance(String name, Launched process, Api api) {}

  private final Path home;
  private final Map<String, String> variables;
  private final Random random;
  private final List<Instance> running = new CopyOnWriteArrayList<>();
  private final List<Launched> ending = new CopyOnWriteArrayList<>();
  private final AtomicInteger names = new AtomicInteger();

  Fleet(Path home, Map<String, String> variables, long seed) {
    this.home = home;
    this.variables = variables;
    this.random = new Random(seed);
  }

  /** Starts this many at the same time. */
  void start(int instances) {
    IntStream.range(0, instances)
        .mapToObj(n -> CompletableFuture.runAsync(this::add))
        .toList()
        .forEach(CompletableFuture::join);
  }

  /** Starts one and returns when it takes prompts. */
  void add() {
    String name = "instance-" + names.incrementAndGet();
    Map<String, String> own = new HashMap<>(variables);
    own.put("AWS_SDK_UA_APP_ID", name);
    Launched process = Launched.start(home, own, "serve");
    ending.add(process);
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() -> assertThat(process.err()).contains("Ready: HTTP on"));
    int port = Integer.parseInt(log(process).replaceAll("(?s).*HTTP on port (\\d+),.*", "$1"));
    running.add(new Instance(name, process, new Api(port)));
  }

  Fault.Kill kill() throws Exception {
    Instance instance = take();
    instance.process().kill();
    instance.process().exitCode();
    return new Fault.Kill(instance.name(), Instant.now());
  }

  Fault.Stop stop() {
    Instance instance = take();
    instance.process().terminate();
    return new Fault.Stop(instance.name(), Instant.now());
  }

  /** One that takes prompts, as far as we know. */
  Api any() {
    return running.get(random.nextInt(running.size())).api();
  }

  /** The output of the services, for the message of a failed test. */
  String logs() {
    StringBuilder logs = new StringBuilder();
    for (Launched process : ending) {
      logs.append(log(process)).append("\n----\n");
    }
    return logs.toString();
  }

  private static String log(Launched process) {
    try {
      return process.err();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Instance take() {
    return running.remove(random.nextInt(running.size()));
  }

  @Override
  public void close() {
    ending.forEach(Launched::close);
  }
}
