package dev.caravan.local;

import dev.caravan.cli.RunningLocal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text that {@code ./caravan local} prints once it is ready.
 *
 * @param inUse the usual ports that were replaced, because something else uses them
 * @param others whether another {@code ./caravan local} runs
 */
record Welcome(RunningLocal running, List<Integer> inUse, boolean others) {

  String text() {
    String servers =
        """
          SQS          %s
          dead letters %s
          S3           %s/%s
          Bedrock      %s
          Images       %s (plain files)
        %s"""
            .formatted(
                running.queueUrl(),
                running.deadLetterQueueUrl(),
                running.s3Endpoint(),
                running.bucket(),
                running.bedrockEndpoint(),
                Path.of(running.dataDir(), running.bucket(), "images"),
                replaced());
    if (running.http() == null) {
      return "\nReady (AWS only).\n\n" + servers + "\nStop with Ctrl-C.";
    }
    return """

        Caravan is ready.

          Page, API    %s
          Health       %s/observe/health
        %s
        Try it:

          curl -X POST %s/generate -d '{"prompt":"Norwegian mountain landscape with sunset"}'
          ./caravan send %s "Me on top of K2"

        Stop with Ctrl-C."""
        .formatted(
            running.http(),
            running.management(),
            servers.stripTrailing() + "\n",
            running.http(),
            others ? "--local-port " + URI.create(running.http()).getPort() : "--local");
  }

  private String replaced() {
    if (inUse.isEmpty()) {
      return "";
    }
    String ports = inUse.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return inUse.size() == 1
        ? "\n  Port %s is in use, so a free one was taken instead.\n".formatted(ports)
        : "\n  Ports %s are in use, so free ones were taken instead.\n".formatted(ports);
  }
}
