package dev.caravan.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The addresses and credentials of a running {@code ./caravan local}. It prints them with {@code
 * --json}, and {@link RunningLocals} keeps them for other commands. The credentials are random and
 * valid only for its own servers.
 *
 * @param http the address of the API; null with {@code --aws-only}
 * @param routes the place in S3 of its route sets; null if it runs the routes of a folder
 * @param pid the process id, which shows whether the process still runs
 * @param startedAt when it was ready, in milliseconds since 1970
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunningLocal(
    String http,
    String management,
    String queueUrl,
    String deadLetterQueueUrl,
    String sqsEndpoint,
    String s3Endpoint,
    String bucket,
    String bedrockEndpoint,
    String region,
    String accessKeyId,
    String secretAccessKey,
    String dataDir,
    String routes,
    long pid,
    long startedAt) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The system's clock may have been set back since. */
  private static final Duration CLOCK_CHANGE = Duration.ofMinutes(1);

  public String toJson() {
    return JSON.valueToTree(this).toString();
  }

  /** Whether the API, health, SQS, S3 or Bedrock is on this port. */
  boolean hasPort(int port) {
    return Stream.of(http, management, sqsEndpoint, s3Endpoint, bedrockEndpoint)
        .filter(Objects::nonNull)
        .anyMatch(address -> URI.create(address).getPort() == port);
  }

  /** The address that people know it by: of the API, or of SQS without the service. */
  String address() {
    return http == null ? sqsEndpoint : http;
  }

  private Instant ready() {
    return Instant.ofEpochMilli(startedAt);
  }

  /** False if the process has ended, even if a later one has its id. */
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(start -> start.isBefore(ready().plus(CLOCK_CHANGE)))
                    .orElse(true))
        .isPresent();
  }
}
