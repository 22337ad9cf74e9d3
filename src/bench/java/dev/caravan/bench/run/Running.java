package dev.caravan.bench.run;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.jvm.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A contestant that runs and is ready.
 *
 * @param port of its HTTP entrance; 0 if it has none
 * @param firstReceiveSeconds from the start of the process until it first asked SQS for messages
 */
public record Running(Contestant contestant, Jvm jvm, int port, double firstReceiveSeconds)
    implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofSeconds(90);

  private static final int FEW = 10;

  /** Starts a contestant with the flags that all contestants have. */
  public static Running start(
      Contestant contestant, Path java, ClassPaths paths, Servers servers, int consumers, Path work)
      throws IOException, InterruptedException {
    return start(contestant, java, Jvm.FLAGS, paths, servers, consumers, work);
  }

  /**
   * @param java the JDK's folder
   * @param consumers messages that are processed at once; more than ten if the model takes long
   * @param work the folder for its log
   */
  public static Running start(
      Contestant contestant,
      Path java,
      List<String> flags,
      ClassPaths paths,
      Servers servers,
      int consumers,
      Path work)
      throws IOException, InterruptedException {
    List<String> command = contestant.command(paths).orElseThrow();
    Map<String, String> variables = variables(servers, contestant.account(), consumers);
    Path log = work.resolve(contestant.account() + ".log");
    // The servers count the time to the first receive from here.
    servers.begin(contestant.account());
    Jvm jvm =
        contestant.isJava()
            ? Jvm.start(java, flags, command, variables, log)
            : Jvm.startNative(command, variables, log);
    try {
      // Contestants without an HTTP entrance need not say that they are ready.
      int port = contestant.hasHttp() ? jvm.awaitReady() : 0;
      return new Running(contestant, jvm, port, awaitReceive(contestant, jvm, servers));
    } catch (RuntimeException e) {
      jvm.close();
      throw e;
    }
  }

  private static double awaitReceive(Contestant contestant, Jvm jvm, Servers servers)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < end) {
      jvm.requireAlive();
      OptionalDouble seconds =
          new Calls(servers.counts(contestant.account())).firstReceiveSeconds();
      if (seconds.isPresent()) {
        return seconds.getAsDouble();
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new BenchFailedException(
        "%s asked for no message in %d s. Its output:%n%s"
            .formatted(contestant.title(), LONGEST_START.toSeconds(), jvm.lastWords()));
  }

  /**
   * Where its AWS is, and how many messages it works on at once; all other settings have their
   * defaults.
   */
  static Map<String, String> variables(Servers servers, String account, int consumers) {
    Map<String, String> variables = new HashMap<>(servers.variables(account));
    variables.put("CARAVAN_QUEUE_CONSUMERS", String.valueOf(consumers));
    // For stock Camel: ten messages per poll save calls to SQS if the model takes no time. If the
    // model takes long, nine of them would wait behind the first.
    variables.put("STOCK_MESSAGES_PER_POLL", consumers > FEW ? "1" : "10");
    variables.put("HTTP_PORT", "0");
    variables.put("MANAGEMENT_PORT", "0");
    return variables;
  }

  @Override
  public void close() {
    jvm.close();
  }
}
