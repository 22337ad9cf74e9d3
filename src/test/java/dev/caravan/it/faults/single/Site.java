package dev.caravan.it.faults.single;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.it.Api;
import dev.caravan.it.Launched;
import dev.caravan.local.LocalAws;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One service with its own queue, dead-letter queue and bucket, behind proxies of its own. */
final class Site implements AutoCloseable {

  /**
   * Twice as long in a build, whose other tests take the CPU: a renewal that comes too late costs a
   * second call.
   */
  static final int CLAIM_SECONDS = System.getProperty("caravan.faults", "").isEmpty() ? 8 : 4;

  static final int VISIBILITY_SECONDS = CLAIM_SECONDS + 1;

  /** Longer than a claim and a visibility timeout. */
  static final Duration STALL = Duration.ofSeconds(CLAIM_SECONDS + 2);

  /** Longer than a third of a claim and half of a visibility timeout, and shorter than both. */
  static final Duration SLOW = Duration.ofSeconds(CLAIM_SECONDS * 3 / 4);

  private static final Pattern READY =
      Pattern.compile("HTTP on port (\\d+), management on port (\\d+)");
  private static final Pattern HELD =
      Pattern.compile(
          "(?m)^(caravan_(?:inflight|pace_inflight|queue_places)\\S*)\\{([^}]*)} (\\S+)$");

  private final String name;
  private final Path home;
  private final LocalAws aws;
  private final LocalAws.Place place;
  private final SqsClient sqs;
  private final Journeys journeys = new Journeys(new CallReader(VISIBILITY_SECONDS));
  private final List<CallProxy> proxies = new ArrayList<>();
  private final Map<String, String> variables;
  private final List<Launched> started = new ArrayList<>();
  private volatile Api api;
  private volatile Api management;

  private Site(LocalAws aws, Path home, String name, LocalAws.Place place) throws IOException {
    this.name = name;
    this.home = home;
    this.aws = aws;
    this.place = place;
    this.sqs = aws.sqsClient();
    this.variables = new HashMap<>(aws.variables());
    variables.put("AWS_ENDPOINT_URL_S3", proxy(Aws.S3).endpoint());
    variables.put("AWS_ENDPOINT_URL_SQS", proxy(Aws.SQS).endpoint());
    variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", proxy(Aws.BEDROCK).endpoint());
    variables.put("SQS_QUEUE_URL", place.queueUrl());
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", place.deadLetterQueueUrl());
    variables.put("BUCKET_NAME", place.bucket());
    variables.put("HTTP_PORT", "0");
    variables.put("MANAGEMENT_PORT", "0");
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    variables.put("CARAVAN_QUEUE_VISIBILITY_SECONDS", "" + VISIBILITY_SECONDS);
    variables.put("CARAVAN_CLAIM_SECONDS", "" + CLAIM_SECONDS);
    variables.put("CARAVAN_SWEEP_SECONDS", "5");
    variables.put("CARAVAN_PAUSE_FIRST_PROBE_SECONDS", "1");
    // No call waits for the place of one that is held.
    variables.put("CARAVAN_QUEUE_CONSUMERS", "100");
    variables.put("CARAVAN_PACE_START", "200");
    variables.put("CARAVAN_PACE_MAX", "200");
    variables.put("CARAVAN_BEDROCK_CONNECTIONS", "200");
  }

  /** A service with a standard queue. */
  static Site standard(LocalAws aws, Path home, String name) throws IOException {
    return new Site(aws, home, name, aws.another(name));
  }

  /** A service with a FIFO queue. */
  static Site fifo(LocalAws aws, Path home, String name) throws IOException {
    try (SqsClient sqs = aws.sqsClient();
        S3Client s3 = aws.s3Client()) {
      String dead = queue(sqs, name + "-dead-letters.fifo", Map.of());
      String arn =
          sqs.getQueueAttributes(
                  get -> get.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      String url =
          queue(
              sqs,
              name + ".fifo",
              Map.of(
                  QueueAttributeName.REDRIVE_POLICY,
                  "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"5\"}".formatted(arn)));
      s3.createBucket(create -> create.bucket(name));
      return new Site(aws, home, name, new LocalAws.Place(url, dead, name));
    }
  }

  private static String queue(
      SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> all = new HashMap<>(attributes);
    all.put(QueueAttributeName.FIFO_QUEUE, "true");
    all.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true");
    return sqs.createQueue(create -> create.queueName(name).attributes(all)).queueUrl();
  }

  private CallProxy proxy(Aws service) throws IOException {
    CallProxy proxy =
        new CallProxy(
            service,
            switch (service) {
              case S3 -> aws.s3Endpoint();
              case SQS -> aws.sqsEndpoint();
              case BEDROCK -> aws.bedrockEndpoint();
            },
            journeys,
            STALL);
    proxies.add(proxy);
    return proxy;
  }

  /** Starts the service and returns when it takes prompts. */
  void start() {
    Launched process = Launched.start(home, variables, "serve");
    started.add(process);
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() -> assertThat(process.err()).contains("Ready: HTTP on"));
    try {
      Matcher ready = READY.matcher(process.err());
      assertThat(ready.find()).isTrue();
      management = new Api(Integer.parseInt(ready.group(2)));
      api = new Api(Integer.parseInt(ready.group(1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void kill() throws InterruptedException {
    Launched process = started.get(started.size() - 1);
    api = null;
    process.kill();
    process.exitCode();
  }

  String name() {
    return name;
  }

  Journeys journeys() {
    return journeys;
  }

  LocalAws aws() {
    return aws;
  }

  /** The folder of the bucket. */
  Path bucket() {
    return aws.data().resolve(place.bucket());
  }

  /** The API, or null while the service is killed and not yet started again. */
  Api api() {
    return api;
  }

  void send(Cell cell) {
    sqs.sendMessage(
        send -> {
          send.queueUrl(place.queueUrl()).messageBody(cell.body());
          if (cell.entrance() == Entrance.FIFO) {
            send.messageGroupId(cell.word());
          }
        });
  }

  /** Number of messages on the queue, waiting or in progress. */
  int messages() {
    return sqs
        .getQueueAttributes(
            get ->
                get.queueUrl(place.queueUrl())
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  /** Takes all messages of the dead-letter queue. */
  List<JsonNode> deadLetters() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    while (true) {
      List<Message> some =
          sqs.receiveMessage(
                  receive -> receive.queueUrl(place.deadLetterQueueUrl()).maxNumberOfMessages(10))
              .messages();
      if (some.isEmpty()) {
        return all;
      }
      for (Message message : some) {
        all.add(new ObjectMapper().readTree(message.body()));
        sqs.deleteMessage(
            delete ->
                delete.queueUrl(place.deadLetterQueueUrl()).receiptHandle(message.receiptHandle()));
      }
    }
  }

  /** What the service says that it holds: prompts, model calls and messages. */
  List<String> held() {
    List<String> held = new ArrayList<>();
    Matcher line = HELD.matcher(management.get("/observe/metrics").text());
    while (line.find()) {
      if (!line.group(2).contains("free") && Double.parseDouble(line.group(3)) != 0) {
        held.add(name + ": " + line.group());
      }
    }
    return held;
  }

  /** The output of the service, of all its instances. */
  String log() throws IOException {
    StringBuilder log = new StringBuilder();
    for (Launched process : started) {
      log.append(process.err()).append("----\n");
    }
    return log.toString();
  }

  @Override
  public void close() throws IOException {
    started.forEach(Launched::close);
    for (CallProxy proxy : proxies) {
      proxy.close();
    }
    sqs.close();
  }
}
