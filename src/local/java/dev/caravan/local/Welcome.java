package dev.caravan.local;

import dev.caravan.cli.RunningLocal;
import java.nio.file.Path;

/** The text that {@code ./caravan local} prints once it is ready. */
final class Welcome {

  private Welcome() {}

  static String text(RunningLocal running) {
    Path images = Path.of(running.dataDir(), running.bucket(), "images");
    String servers =
        """
          SQS          %s
          dead letters %s
          S3           %s/%s
          Bedrock      %s
          Images       %s (plain files)
        """
            .formatted(
                running.queueUrl(),
                running.deadLetterQueueUrl(),
                running.s3Endpoint(),
                running.bucket(),
                running.bedrockEndpoint(),
                images);
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
          ./caravan send --local "Me on top of K2"

        Stop with Ctrl-C."""
        .formatted(
            running.http(), running.management(), servers.stripTrailing() + "\n", running.http());
  }
}
