package dev.caravan.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.it.Queues;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.Call;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults as long as real ones: outages of a minute, and images that take ten seconds. */
@Tag("slow")
class OutagesIT {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String TEXT =
      "{\"prompt\":\"words number %d\",\"model\":\"amazon.nova-lite-v1:0\"}";

  @TempDir Path home;
  private LocalAws aws;
  private FaultyProxy store;
  private Queues queues;

  @BeforeEach
  void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    store = new FaultyProxy(aws.s3Endpoint(), 0, 0);
    queues = new Queues(aws);
  }

  @AfterEach
  void stop() throws IOException {
    queues.close();
    store.close();
    aws.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void images_of_ten_seconds_are_each_received_and_paid_for_once(int instances) throws Exception {
    should("{\"action\":\"slow\",\"latency\":10}");
    try (Fleet fleet =
        fleet(Map.of("CARAVAN_QUEUE_VISIBILITY_SECONDS", "30", "CARAVAN_QUEUE_CONSUMERS", "2"))) {
      // Two at a time in each, so that most of them wait longer than their visibility timeout.
      List<String> ids = send(10, "a mountain, number %d");
      fleet.start(instances);

      awaitDone(ids);

      assertThat(ids).allMatch(id -> record(id).path("attempts").asInt() == 1);
      assertThat(aws.bedrock().calls()).hasSize(10);
      await().until(() -> queues.size() == 0);
      assertThat(queues.deadLetters()).isEmpty();
    }
  }

  @Test
  void a_minute_of_403_leaves_no_dead_letter_of_five_hundred_prompts() throws Exception {
    should("{\"action\":\"denied\",\"for\":60}");
    try (Fleet fleet = fleet(Map.of())) {
      List<String> ids = send(500, TEXT);
      fleet.start(1);

      awaitDone(ids);

      await().until(() -> queues.size() == 0);
      assertThat(queues.deadLetters()).isEmpty();
      assertThat(answered()).isEqualTo(500);
    }
  }

  @Test
  void a_minute_of_429_leaves_no_dead_letter() throws Exception {
    should("{\"action\":\"throttle\",\"for\":60}");
    try (Fleet fleet = fleet(Map.of())) {
      List<String> ids = send(200, TEXT);
      fleet.start(1);

      awaitDone(ids);

      await().until(() -> queues.size() == 0);
      assertThat(queues.deadLetters()).isEmpty();
      assertThat(answered()).isEqualTo(200);
    }
  }

  @Test
  void a_minute_without_s3_after_the_model_answered_leaves_no_dead_letter() throws Exception {
    should("{\"action\":\"slow\",\"latency\":3}");
    try (Fleet fleet = fleet(Map.of())) {
      fleet.start(1);
      List<String> ids = send(60, TEXT);
      await().atMost(LONG).until(() -> aws.bedrock().inFlight() >= 10);

      store.down();
      await().pollDelay(Duration.ofMinutes(1)).atMost(LONG).until(() -> true);
      store.up();

      awaitDone(ids);
      await().until(() -> queues.size() == 0);
      assertThat(queues.deadLetters()).isEmpty();
      // What was answered when S3 went is asked for again, and no more: ten were in flight.
      assertThat(answered()).isBetween(60L, 70L);
    }
  }

  @Test
  void an_outage_of_s3_that_only_callers_meet_pauses_the_queue_until_it_is_over() throws Exception {
    try (Fleet fleet = fleet(Map.of("CARAVAN_PAUSE_FIRST_PROBE_SECONDS", "1"))) {
      fleet.start(1);
      store.down();

      int status = fleet.any().generate(TEXT.formatted(1)).status();

      assertThat(status).isEqualTo(503);
      assertThat(linesWith(fleet, "The queue is paused: STORE")).isEqualTo(1);
      store.up();
      await().atMost(LONG).until(() -> linesWith(fleet, "The queue resumes") == 1);
      assertThat(fleet.any().generate(TEXT.formatted(2)).status()).isEqualTo(200);
    }
  }

  @Test
  void a_queue_that_is_away_at_the_start_and_later_is_two_log_lines_each() throws Exception {
    try (FaultyProxy queue = new FaultyProxy(aws.sqsEndpoint(), 0, 0);
        Fleet fleet = fleet(Map.of("AWS_ENDPOINT_URL_SQS", queue.endpoint().toString()))) {
      queue.down();
      fleet.start(1);
      List<String> ids = send(5, TEXT);
      await().atMost(LONG).until(() -> linesWith(fleet, "can't be read") == 1);
      queue.up();
      awaitDone(ids);

      queue.down();
      await().atMost(LONG).until(() -> linesWith(fleet, "can't be read") == 2);
      List<String> more = send(5, TEXT);
      queue.up();
      awaitDone(more);

      await().until(() -> queues.size() == 0);
      assertThat(linesWith(fleet, "can be read again")).isEqualTo(2);
      assertThat(fleet.logs()).doesNotContain("\tat ");
    }
  }

  private static long linesWith(Fleet fleet, String words) {
    return fleet.logs().lines().filter(line -> line.contains(words)).count();
  }

  private void should(String rule) {
    aws.bedrock().misbehaviour().addAll(new RuleReader().read(rule));
  }

  private List<String> send(int count, String body) {
    return IntStream.range(0, count).mapToObj(n -> queues.send(body.formatted(n))).toList();
  }

  private Fleet fleet(Map<String, String> more) {
    return new Fleet(home, new Surroundings(aws, store.endpoint()).variables(more), 1);
  }

  private void awaitDone(List<String> ids) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(
                        ids.stream()
                            .filter(id -> !record(id).path("state").asText().equals("done"))
                            .collect(Collectors.toList()))
                    .isEmpty());
  }

  /** Calls that a model did the work for. */
  private long answered() {
    return aws.bedrock().calls().stream()
        .filter(call -> call.status() == 200)
        .map(Call::prompt)
        .count();
  }

  private JsonNode record(String id) {
    Path file = aws.data().resolve(aws.bucket()).resolve("generations/" + id + ".json");
    try {
      return new ObjectMapper().readTree(Files.exists(file) ? Files.readString(file) : "{}");
    } catch (IOException e) {
      // The file is being replaced at this moment.
      return new ObjectMapper().createObjectNode();
    }
  }
}
