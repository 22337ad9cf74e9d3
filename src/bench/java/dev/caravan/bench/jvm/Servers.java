package dev.caravan.bench.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.bench.server.BenchServers;
import dev.caravan.bench.server.Latency;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The bench's SQS, S3 and Bedrock in their own JVM, operated through their control port. */
public final class Servers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final JsonNode ports;
  private final Certificate certificate;
  private final HttpClient http = HttpClient.newHttpClient();

  private Servers(Process process, JsonNode ports, Certificate certificate) {
    this.process = process;
    this.ports = ports;
    this.certificate = certificate;
  }

  public static Servers start(Path java, ClassPaths classPaths) throws IOException {
    Certificate certificate = Certificate.make(java);
    Process process =
        new ProcessBuilder(
                java.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1500m",
                "-cp",
                classPaths.bench(),
                BenchServers.class.getName(),
                certificate.file().toString(),
                certificate.password())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new BenchFailedException("The bench's servers did not start; see above.");
    }
    return new Servers(process, JSON.readTree(line), certificate);
  }

  /**
   * Variables that point an AWS client at these servers, and at the account's queue, dead-letter
   * queue and bucket.
   */
  public Map<String, String> variables(String account) {
    byte[] random = new byte[10];
    new SecureRandom().nextBytes(random);
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_REGION", "us-west-2");
    variables.put("AWS_ACCESS_KEY_ID", "bench");
    variables.put("AWS_SECRET_ACCESS_KEY", HexFormat.of().formatHex(random));
    variables.put("AWS_ENDPOINT_URL_SQS", endpoint("sqs"));
    variables.put("AWS_ENDPOINT_URL_S3", endpoint("s3"));
    variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", endpoint("bedrock"));
    variables.put("SQS_QUEUE_URL", endpoint("sqs") + "/000000000000/" + account);
    variables.put(
        "SQS_DEAD_LETTER_QUEUE_URL", endpoint("sqs") + "/000000000000/" + account + "-dead");
    variables.put("BUCKET_NAME", account);
    variables.put("AWS_SDK_UA_APP_ID", account);
    variables.put("JDK_JAVA_OPTIONS", certificate.trustOptions());
    // For Go, which reads its trusted certificates from this file.
    variables.put("SSL_CERT_FILE", certificate.pem().toString());
    return variables;
  }

  private String endpoint(String server) {
    return "https://127.0.0.1:" + ports.get(server).asInt();
  }

  /**
   * @param callsPerMinute 0 for no quota
   */
  public void behave(Latency latency, int imageBytes, int callsPerMinute) {
    ask(
        "/behave",
        Map.of(
            "latency", latency.name(),
            "imageBytes", imageBytes,
            "callsPerMinute", callsPerMinute));
  }

  /** Without a quota, and with the same latency for every call. */
  public void behave(Duration latency, int imageBytes) {
    ask("/behave", Map.of("latencyMillis", latency.toMillis(), "imageBytes", imageBytes));
  }

  /**
   * From now on, S3 lists what it stores; until then, all its listings are empty. With listings, a
   * service's sweep reads records, which adds calls to those that are counted.
   */
  public void listObjects() {
    ask("/list", Map.of());
  }

  /** Forgets the account's last round. */
  public void begin(String account) {
    ask("/begin", Map.of("account", account));
  }

  /** Puts {@code count} messages into the account's queue at once. */
  public void fill(String account, int count) {
    ask("/fill", Map.of("account", account, "count", count));
  }

  /**
   * Puts one more message into the account's queue, which may be in use.
   *
   * @param usable whether the message contains a prompt
   */
  public void add(String account, boolean usable) {
    ask("/add", Map.of("account", account, "usable", usable));
  }

  public JsonNode counts(String account) {
    return ask("/counts", Map.of("account", account));
  }

  /** Whether the account's queue is empty and none of its model calls is in progress. */
  public boolean isIdle(String account) {
    JsonNode counts = counts(account);
    return counts.path("waiting").asLong() == 0
        && counts.path("outside").asLong() == 0
        && counts.path("modelCallsInProgress").asLong() == 0;
  }

  /**
   * For each prompt an array: its id, the servers' time, the added time, and when its last call
   * ended since the round began, or -1 if it is not stored; all in microseconds.
   */
  public JsonNode journeys(String account) {
    return ask("/journeys", Map.of("account", account));
  }

  private JsonNode ask(String path, Map<String, Object> body) {
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + ports.get("control").asInt() + path))
                  .version(HttpClient.Version.HTTP_1_1)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new BenchFailedException(
            "The bench's servers answered %s with %d: %s"
                .formatted(path, answer.statusCode(), new String(answer.body())));
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new BenchFailedException("The bench's servers can't be reached.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailedException("Interrupted.", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /** The flags of their JVM, for the report. */
  public static List<String> flags() {
    return List.of("-XX:+UseSerialGC", "-Xmx1500m");
  }
}
