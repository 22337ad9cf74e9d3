package dev.caravan.metrics.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.aws.SdkDefaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * A CloudWatch on loopback: takes PutMetricData in the protocol that the SDK speaks (Smithy RPC,
 * CBOR), refuses what CloudWatch refuses, and keeps the rest.
 */
public final class LocalCloudWatch implements AutoCloseable {

  /** An error answer. */
  enum Trouble {
    NONE,
    THROTTLED,
    INTERNAL_ERROR,
    FORBIDDEN,
    EXPIRED_TOKEN,
    REFUSED,
    DISCONNECT,
    SILENCE
  }

  /**
   * A request that arrived.
   *
   * @param sent its bytes on the wire
   * @param bytes the same unpacked
   */
  record Arrived(int data, int sent, int bytes, boolean zipped) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Supplier<Instant> now;
  private final ObjectMapper cbor = new CBORMapper();
  private final List<StoredDatum> stored = Collections.synchronizedList(new ArrayList<>());
  private final List<Arrived> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private volatile Trouble trouble = Trouble.NONE;

  private LocalCloudWatch(HttpServer server, Supplier<Instant> now) {
    this.server = server;
    this.now = now;
  }

  public static LocalCloudWatch start(Supplier<Instant> now) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    LocalCloudWatch cloudWatch = new LocalCloudWatch(server, now);
    server.createContext("/", cloudWatch::take);
    server.setExecutor(cloudWatch.threads);
    server.start();
    return cloudWatch;
  }

  void answerWith(Trouble next) {
    trouble = next;
  }

  /** The accepted data, in the order of arrival. */
  public List<StoredDatum> stored() {
    return List.copyOf(stored);
  }

  public List<StoredDatum> stored(String name) {
    return stored().stream().filter(datum -> datum.name().equals(name)).toList();
  }

  List<Arrived> requests() {
    return List.copyOf(requests);
  }

  /** The data that CloudWatch would have refused; empty if all are valid. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A client without retries. */
  CloudWatchClient client() {
    return CloudWatchClient.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(
            config ->
                config
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .apiCallAttemptTimeout(Publisher.ATTEMPT))
        .build();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] bytes =
        zipped ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
    JsonNode request = cbor.readTree(bytes);
    requests.add(new Arrived(request.path("MetricData").size(), sent.length, bytes.length, zipped));
    switch (trouble) {
      case THROTTLED -> refuse(exchange, 400, "Throttling", "Rate exceeded");
      case INTERNAL_ERROR -> refuse(exchange, 500, "InternalServiceError", "it broke");
      case FORBIDDEN -> refuse(exchange, 403, "AccessDenied", "not authorized");
      case EXPIRED_TOKEN -> refuse(exchange, 400, "ExpiredToken", "the token is expired");
      case REFUSED -> refuse(exchange, 400, "InvalidParameterValue", "it is wrong");
      case DISCONNECT -> exchange.close();
      case SILENCE -> hang();
      case NONE -> check(exchange, request, bytes.length);
    }
  }

  private void check(HttpExchange exchange, JsonNode request, int bytes) throws IOException {
    List<String> wrong = PutMetricDataRules.check(request, bytes, now.get());
    if (!wrong.isEmpty()) {
      complaints.addAll(wrong);
      refuse(exchange, 400, "InvalidParameterValue", wrong.get(0));
      return;
    }
    request.path("MetricData").forEach(datum -> stored.add(read(datum)));
    answer(exchange, 200, Map.of());
  }

  private static StoredDatum read(JsonNode datum) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    datum
        .path("Dimensions")
        .forEach(one -> dimensions.put(one.path("Name").asText(), one.path("Value").asText()));
    return new StoredDatum(
        datum.path("MetricName").asText(),
        dimensions,
        Instant.ofEpochMilli(Math.round(datum.path("Timestamp").asDouble() * 1000)),
        datum.path("Unit").asText(),
        datum.has("Value") ? List.of(datum.path("Value").asDouble()) : numbers(datum, "Values"),
        datum.has("Value") ? List.of(1.0) : numbers(datum, "Counts"));
  }

  private static List<Double> numbers(JsonNode datum, String field) {
    return StreamSupport.stream(datum.path(field).spliterator(), false)
        .map(JsonNode::asDouble)
        .toList();
  }

  private void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    // CloudWatch spoke the Query protocol before; clients find the old code in this header.
    exchange.getResponseHeaders().set("x-amzn-query-error", code + ";Sender");
    answer(exchange, status, Map.of("__type", "com.amazonaws#" + code, "message", message));
  }

  private void answer(HttpExchange exchange, int status, Map<String, String> body)
      throws IOException {
    byte[] bytes = cbor.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
    exchange.getResponseHeaders().set("Content-Type", "application/cbor");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void hang() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
