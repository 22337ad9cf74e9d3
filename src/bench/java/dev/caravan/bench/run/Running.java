package dev.caravan.bench.run;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.jvm.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A contestant that runs and is ready. */
public record Running(Contestant contestant, Jvm jvm, int port) implements AutoCloseable {

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
    Jvm jvm =
        Jvm.start(
            java,
            flags,
            command,
            variables(servers, contestant.account(), consumers),
            work.resolve(contestant.account() + ".log"));
    try {
      return new Running(contestant, jvm, jvm.awaitReady());
    } catch (RuntimeException e) {
      jvm.close();
      throw e;
    }
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
