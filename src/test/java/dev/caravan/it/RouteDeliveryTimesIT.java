package dev.caravan.it;

import static dev.caravan.it.ReloadingCaravan.awaiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.RouteFleet.Instance;
import dev.caravan.it.RouteFleet.Ran;
import dev.caravan.local.bedrock.rule.RuleReader;
import dev.caravan.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures deliveries to three instances that look for sets as often as in production, and outages
 * of a minute. It asserts what must hold at any speed, and no time: the table with the times is in
 * {@code target/route-delivery.md}. The system properties {@code caravan.delivery.outage-seconds}
 * and {@code caravan.delivery.pushes} make it shorter or longer.
 */
@Tag("slow")
class RouteDeliveryTimesIT {

  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("caravan.delivery.outage-seconds", 60));
  private static final int PUSHES = Integer.getInteger("caravan.delivery.pushes", 5);
  private static final int QUEUED = 30;
  private static final Path TABLE = Path.of("target/route-delivery.md");

  /** Set to small values by the other tests. */
  private static final List<String> AS_SHIPPED =
      List.of(
          "caravan.routes.check-seconds",
          "caravan.queue.wait-seconds",
          "caravan.queue.visibility-seconds",
          "caravan.claim.seconds",
          "caravan.pause.first-probe-seconds");

  @TempDir static Path home;
  private static RouteFleet fleet;
  private static final List<String> ROWS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    fleet =
        new RouteFleet(
            home,
            AS_SHIPPED.stream()
                .collect(Collectors.toMap(key -> key, key -> Settings.defaults().get(key))));
    fleet
        .aws()
        .bedrock()
        .misbehaviour()
        .addAll(new RuleReader().read("{\"action\":\"slow\",\"latency\":\"400ms-600ms\"}"));
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
    List<String> table = new ArrayList<>(List.of("| what | measured |", "| --- | --- |"));
    table.addAll(ROWS);
    Files.write(TABLE, table);
  }

  @BeforeEach
  void useTheNetwork() {
    fleet.useTheNetwork();
  }

  private static void row(String what, String measured) {
    String row = "| " + what + " | " + measured + " |";
    System.out.println(row);
    ROWS.add(row);
  }

  private static List<SteadyLoad> load() {
    return fleet.instances().stream()
        .map(instance -> SteadyLoad.on(instance.api(), fleet.queues()))
        .toList();
  }

  private static void losesNothing(List<SteadyLoad> loads) throws Exception {
    loads.forEach(SteadyLoad::stops);
    for (SteadyLoad load : loads) {
      load.losesNothing();
    }
  }

  @Test
  void each_push_and_rollback_reaches_all_instances_and_no_prompt_fails() throws Exception {
    List<SteadyLoad> loads = load();
    List<Long> pushes = new ArrayList<>();
    List<Long> rollbacks = new ArrayList<>();
    try {
      String before = fleet.push(fleet.marked("before")).set();
      fleet.awaitOnAll(before);
      loads.forEach(SteadyLoad::carriesOn);
      for (int n = 0; n < PUSHES; n++) {
        String mark = "after-" + n;
        long pushed = System.nanoTime();
        fleet.awaitOnAll(fleet.push(fleet.marked(mark)).set());
        pushes.add(millisSince(pushed));
        assertThat(fleet.instances()).extracting(Instance::mark).containsOnly(mark);
        loads.forEach(SteadyLoad::carriesOn);

        long back = System.nanoTime();
        Ran rollback = fleet.run("rollback", "--to", before.substring(0, 12));
        assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
        fleet.awaitOnAll(before);
        rollbacks.add(millisSince(back));
        assertThat(fleet.instances()).extracting(Instance::mark).containsOnly("before");
        loads.forEach(SteadyLoad::carriesOn);
      }
      losesNothing(loads);
    } finally {
      loads.forEach(SteadyLoad::close);
    }
    row("From a push until all three instances run the set", spread(pushes));
    row(
        "From the start of `routes rollback` until all three run the earlier set",
        spread(rollbacks));
    row("Prompts during these pushes and rollbacks, none failed", counts(loads));
  }

  @Test
  void without_the_route_store_every_prompt_is_answered() throws Exception {
    List<SteadyLoad> loads = load();
    try {
      String set = fleet.push(fleet.marked("kept")).set();
      fleet.awaitOnAll(set);
      loads.forEach(SteadyLoad::carriesOn);

      fleet.network().cutRequestsOf("/" + fleet.place().bucket() + "/" + fleet.place().prefix());
      awaiting(() -> assertThat(fleet.instances()).noneMatch(Instance::reaches));
      int http = loads.stream().mapToInt(SteadyLoad::answered).sum();
      long queue = loads.stream().mapToLong(SteadyLoad::done).sum();
      nothingChangesFor(OUTAGE, set);
      int answered = loads.stream().mapToInt(SteadyLoad::answered).sum() - http;
      long done = loads.stream().mapToLong(SteadyLoad::done).sum() - queue;
      fleet.network().cutRequestsOf("");

      assertThat(answered).isPositive();
      assertThat(done).isPositive();
      long again = System.nanoTime();
      awaiting(() -> assertThat(fleet.instances()).allMatch(Instance::reaches));
      row(
          "Prompts during %d s without the route store, none failed".formatted(OUTAGE.toSeconds()),
          "%d by HTTP, %d by the queue".formatted(answered, done));
      row("Until all instances read the route store again", seconds(millisSince(again)));
      assertThat(fleet.instances()).extracting(Instance::mark).containsOnly("kept");
      losesNothing(loads);
    } finally {
      fleet.network().cutRequestsOf("");
      loads.forEach(SteadyLoad::close);
    }
  }

  @Test
  void without_s3_the_routes_stay_and_no_prompt_of_the_queue_is_lost() throws Exception {
    String set = fleet.push(fleet.marked("stays")).set();
    fleet.awaitOnAll(set);
    Answers answers = new Answers(fleet.instances().stream().map(Instance::api).toList());
    try {
      answers.begin();
      fleet.network().down();
      awaiting(() -> assertThat(fleet.instances()).noneMatch(Instance::reaches));
      List<String> ids =
          IntStream.range(0, QUEUED).mapToObj(n -> UUID.randomUUID().toString()).toList();
      ids.forEach(
          id ->
              fleet
                  .queues()
                  .send(
                      "{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\",\"id\":\"%s\"}"
                          .formatted(id)));
      answers.forget();
      nothingChangesFor(OUTAGE, set);
      Map<Integer, Long> during = answers.forget();
      fleet.network().up();

      long up = System.nanoTime();
      awaiting(() -> assertThat(answers.byStatus()).containsKey(200));
      long first = millisSince(up);
      awaiting(
          () -> assertThat(fleet.instances()).extracting(Instance::mark).containsOnly("stays"));
      long all = millisSince(up);
      await()
          .atMost(Duration.ofMinutes(3))
          .untilAsserted(() -> assertThat(ids).allMatch(RouteDeliveryTimesIT::isDone));
      long done = millisSince(up);
      await().atMost(Duration.ofMinutes(3)).until(() -> fleet.queues().size() == 0);

      assertThat(fleet.queues().deadLetters()).isEmpty();
      assertThat(fleet.sets()).containsOnly(set);
      fleet.awaitOnAll(fleet.push(fleet.marked("afterwards")).set());
      row(
          "Answers by HTTP during %d s without all of S3".formatted(OUTAGE.toSeconds()),
          during.entrySet().stream()
              .map(entry -> entry.getValue() + " with " + entry.getKey())
              .collect(Collectors.joining(", ")));
      row(
          "After S3 works again: until the first answer 200, and until each instance gives one",
          seconds(first) + ", " + seconds(all));
      row(
          "Until the %d prompts that were sent to the queue meanwhile are done; none is lost"
              .formatted(QUEUED),
          seconds(done));
    } finally {
      fleet.network().up();
      answers.close();
    }
  }

  private static void nothingChangesFor(Duration time, String set) {
    await()
        .during(time)
        .atMost(time.plusSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(fleet.sets()).containsOnly(set);
              assertThat(fleet.instances())
                  .allMatch(each -> !each.reaches() && !each.delivery().has("rejected"));
            });
  }

  private static boolean isDone(String id) {
    Api.Answer answer = fleet.instances().get(0).api().get("/generations/" + id);
    return answer.status() == 200 && answer.json().path("status").asText().equals("done");
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static String spread(List<Long> millis) {
    long[] all = millis.stream().mapToLong(each -> each).sorted().toArray();
    return "%s to %s, median %s (%d times)"
        .formatted(
            seconds(all[0]),
            seconds(all[all.length - 1]),
            seconds(all[all.length / 2]),
            all.length);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String counts(List<SteadyLoad> loads) {
    return "%d by HTTP, %d by the queue"
        .formatted(
            loads.stream().mapToInt(SteadyLoad::answered).sum(),
            loads.stream().mapToLong(SteadyLoad::done).sum());
  }
}
