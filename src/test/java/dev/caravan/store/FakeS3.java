package dev.caravan.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.aws.SdkDefaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 in memory, with its own clock, that answers single calls wrongly. */
public final class FakeS3 implements AutoCloseable {

  /**
   * What happens to one call.
   *
   * @param isApplied whether the write takes place before the answer
   * @param status of the answer; 0 for none
   */
  public record Fault(boolean isApplied, int status, String code) {

    public static Fault refused(int status, String code) {
      return new Fault(false, status, code);
    }

    public static Fault applied(int status, String code) {
      return new Fault(true, status, code);
    }

    public static final Fault REQUEST_LOST = new Fault(false, 0, "");
    public static final Fault ANSWER_LOST = new Fault(true, 0, "");
  }

  /** An object as it is stored. */
  public record Stored(byte[] bytes, String etag, Instant modified, Map<String, String> headers) {

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  public final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
  public final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, String>> putHeaders = Collections.synchronizedList(new ArrayList<>());
  private final Map<Predicate<String>, List<Fault>> faults = new HashMap<>();
  private final List<Runnable> beforeNextPut = Collections.synchronizedList(new ArrayList<>());
  public final AtomicInteger notModified = new AtomicInteger();
  private final AtomicInteger versions = new AtomicInteger();
  private final HttpServer server;
  public volatile Duration ahead = Duration.ZERO;

  /** False for a store that does not say when an object was written. */
  volatile boolean tellsTimes = true;

  volatile boolean honoursNoneMatch = true;
  volatile boolean honoursMatch = true;
  volatile boolean honoursRange = true;

  public FakeS3() throws IOException {
    // Otherwise each answer with a body takes 40 ms: the server sends its headers apart.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/bucket", this::answer);
    server.start();
  }

  /** A client that sends every call once, so that a test sees each answer. */
  public S3Client client() {
    return S3Client.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .endpointOverride(endpoint())
        .region(Region.US_WEST_2)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .forcePathStyle(true)
        .serviceConfiguration(config -> config.chunkedEncodingEnabled(false))
        .build();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next calls whose {@code METHOD key} starts with this end this way, one fault each. */
  public void next(String call, Fault... next) {
    faults
        .computeIfAbsent(made -> made.startsWith(call), made -> new ArrayList<>())
        .addAll(Arrays.asList(next));
  }

  /** Does something when the next PUT arrives, before the PUT takes place. */
  public void beforeNextPut(Runnable work) {
    beforeNextPut.add(work);
  }

  Instant now() {
    return Instant.now().plus(ahead);
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      String path = call.getRequestURI().getPath();
      String key = path.length() > 8 ? path.substring(8) : "";
      String name = call.getRequestMethod() + " " + key;
      byte[] sent = call.getRequestBody().readAllBytes();
      calls.add(name);
      if (call.getRequestMethod().equals("PUT") && !beforeNextPut.isEmpty()) {
        beforeNextPut.remove(0).run();
      }
      Fault fault = fault(name);
      if (fault == null) {
        handle(call, key, sent);
      } else {
        if (fault.isApplied()) {
          put(call, key, sent);
        }
        if (fault.status() != 0) {
          refuse(call, fault.status(), fault.code());
        }
      }
    }
  }

  private synchronized Fault fault(String name) {
    return faults.entrySet().stream()
        .filter(entry -> entry.getKey().test(name) && !entry.getValue().isEmpty())
        .findFirst()
        .map(entry -> entry.getValue().remove(0))
        .orElse(null);
  }

  private void handle(HttpExchange call, String key, byte[] sent) throws IOException {
    switch (call.getRequestMethod()) {
      case "PUT" -> {
        int status = put(call, key, sent);
        if (status == 200) {
          call.getResponseHeaders().set("ETag", objects.get(key).etag());
          call.sendResponseHeaders(200, -1);
        } else {
          refuse(call, status, status == 404 ? "NoSuchKey" : "PreconditionFailed");
        }
      }
      case "GET", "HEAD" -> {
        if (key.isEmpty()) {
          list(call);
        } else {
          get(call, key);
        }
      }
      case "DELETE" -> {
        objects.remove(key);
        call.sendResponseHeaders(204, -1);
      }
      default -> call.sendResponseHeaders(405, -1);
    }
  }

  private synchronized int put(HttpExchange call, String key, byte[] sent) {
    Map<String, String> headers = new HashMap<>();
    call.getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
    putHeaders.add(headers);
    Stored there = objects.get(key);
    String match = headers.get("if-match");
    if (honoursNoneMatch && headers.containsKey("if-none-match") && there != null) {
      return 412;
    }
    if (honoursMatch && match != null && there == null) {
      return 404;
    }
    if (honoursMatch && match != null && !match.equals(there.etag())) {
      return 412;
    }
    put(key, sent, headers);
    return 200;
  }

  public void put(String key, byte[] bytes, Map<String, String> headers) {
    String etag = "\"" + versions.incrementAndGet() + "\"";
    objects.put(key, new Stored(bytes, etag, now(), headers));
  }

  private void get(HttpExchange call, String key) throws IOException {
    Stored there = objects.get(key);
    boolean head = call.getRequestMethod().equals("HEAD");
    if (there == null) {
      refuse(call, 404, "NoSuchKey");
      return;
    }
    String match = call.getRequestHeaders().getFirst("If-Match");
    if (honoursMatch && match != null && !match.equals(there.etag())) {
      refuse(call, 412, "PreconditionFailed");
      return;
    }
    if (there.etag().equals(call.getRequestHeaders().getFirst("If-None-Match"))) {
      notModified.incrementAndGet();
      call.sendResponseHeaders(304, -1);
      return;
    }
    call.getResponseHeaders().set("ETag", there.etag());
    if (tellsTimes) {
      call.getResponseHeaders()
          .set(
              "Last-Modified",
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  // The server sends its own Date, so the object is older instead.
                  there.modified().minus(ahead).atOffset(ZoneOffset.UTC)));
    }
    there
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-amz-meta-") || name.equals("content-type")) {
                call.getResponseHeaders().set(name, value);
              }
            });
    if (head) {
      call.getResponseHeaders().set("Content-Length", String.valueOf(there.bytes().length));
      call.sendResponseHeaders(200, -1);
    } else {
      send(call, there.bytes());
    }
  }

  private void send(HttpExchange call, byte[] all) throws IOException {
    String range = call.getRequestHeaders().getFirst("Range");
    if (range == null || !honoursRange) {
      call.sendResponseHeaders(200, all.length);
      call.getResponseBody().write(all);
      return;
    }
    String[] ends = range.replace("bytes=", "").split("-");
    int first = Integer.parseInt(ends[0]);
    if (first >= all.length) {
      refuse(call, 416, "InvalidRange");
      return;
    }
    int last = Math.min(Integer.parseInt(ends[1]), all.length - 1);
    call.getResponseHeaders()
        .set("Content-Range", "bytes " + first + '-' + last + '/' + all.length);
    call.sendResponseHeaders(206, last - first + 1);
    call.getResponseBody().write(all, first, last - first + 1);
  }

  private void list(HttpExchange call) throws IOException {
    Map<String, String> query = new HashMap<>();
    for (String part : call.getRequestURI().getRawQuery().split("&")) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], pair.length > 1 ? URLDecoder.decode(pair[1], StandardCharsets.UTF_8) : "");
    }
    int limit = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
    List<String> keys =
        objects.keySet().stream()
            .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
            .filter(key -> key.compareTo(query.getOrDefault("start-after", "")) > 0)
            .toList();
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    xml.append("<IsTruncated>").append(keys.size() > limit).append("</IsTruncated>");
    boolean isEncoded = "url".equals(query.get("encoding-type"));
    if (isEncoded) {
      xml.append("<EncodingType>url</EncodingType>");
    }
    keys.stream()
        .limit(limit)
        .forEach(
            key ->
                xml.append("<Contents><Key>")
                    .append(isEncoded ? URLEncoder.encode(key, StandardCharsets.UTF_8) : key)
                    .append("</Key><LastModified>")
                    .append(modified(key))
                    .append("</LastModified><Size>")
                    .append(size(key))
                    .append("</Size></Contents>"));
    xml.append("</ListBucketResult>");
    byte[] body = xml.toString().getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(200, body.length);
    call.getResponseBody().write(body);
  }

  private int size(String key) {
    Stored there = objects.get(key);
    return there == null ? 0 : there.bytes().length;
  }

  /** An object may be deleted while it is listed. */
  private Instant modified(String key) {
    Stored there = objects.get(key);
    return (there == null ? Instant.now() : there.modified()).truncatedTo(ChronoUnit.SECONDS);
  }

  private static void refuse(HttpExchange call, int status, String code) throws IOException {
    if (call.getRequestMethod().equals("HEAD")) {
      call.sendResponseHeaders(status, -1);
      return;
    }
    byte[] body =
        "<Error><Code>%s</Code><Message>as the test wants</Message></Error>"
            .formatted(code)
            .getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
