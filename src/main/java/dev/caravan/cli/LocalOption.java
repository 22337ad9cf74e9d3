package dev.caravan.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that select a {@code ./caravan local} on this machine instead of AWS. */
final class LocalOption {

  @Option(
      names = "--local",
      description =
          "Use the ./caravan local that runs on this machine. If several run, use the one that was"
              + " started last.")
  boolean local;

  @Option(
      names = "--local-port",
      paramLabel = "P",
      description =
          "Use the ./caravan local that has this port: of its API, health, SQS, S3 or Bedrock.")
  Integer port;

  @Spec(Target.MIXEE)
  CommandSpec command;

  boolean isGiven() {
    return local || port != null;
  }

  /**
   * @throws CommandFailedException if none runs, or none with this port
   */
  RunningLocal find() {
    List<RunningLocal> running = RunningLocals.ofThisUser().list();
    if (running.isEmpty()) {
      throw CommandFailedException.misconfigured(
          "./caravan local is not running on this machine. Start it in another terminal, or omit"
              + " --local.");
    }
    return port == null ? newest(running) : withPort(running);
  }

  private RunningLocal newest(List<RunningLocal> running) {
    RunningLocal newest = running.get(0);
    if (running.size() > 1) {
      command
          .commandLine()
          .getErr()
          .println(
              "caravan: %d ./caravan local are running; this uses the newest, %s. Choose one with --local-port: %s"
                  .formatted(running.size(), newest.address(), addresses(running)));
      command.commandLine().getErr().flush();
    }
    return newest;
  }

  private RunningLocal withPort(List<RunningLocal> running) {
    return running.stream()
        .filter(local -> local.hasPort(port))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailedException.misconfigured(
                    "No ./caravan local on this machine has port %d. Running: %s"
                        .formatted(port, addresses(running))));
  }

  private static String addresses(List<RunningLocal> running) {
    return running.stream().map(RunningLocal::address).collect(Collectors.joining(", "));
  }
}
