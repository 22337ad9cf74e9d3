package dev.caravan.it;

import static dev.caravan.it.ReloadingCaravan.awaiting;
import static dev.caravan.it.RouteFleet.INSTANCES;
import static dev.caravan.it.RouteFleet.STEP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Service;
import dev.caravan.it.RouteFleet.Instance;
import dev.caravan.it.RouteFleet.Ran;
import dev.caravan.local.bedrock.rule.RuleReader;
import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.Refusal;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.settings.RouteLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delivers route sets to three instances while prompts arrive. */
class RouteDeliveryIT {

  private static final String ROUTES_CHECK = "/observe/health/ready?exposureLevel=full&data=true";

  @TempDir static Path home;
  private static RouteFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = new RouteFleet(home, Map.of("caravan.routes.check-seconds", "1"));
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @BeforeEach
  void useTheNetworkAgain() {
    fleet.useTheNetwork();
  }

  private static void awaitRejectedByAll(Activation activation) {
    awaiting(
        () ->
            assertThat(fleet.store().reports())
                .hasSize(INSTANCES)
                .allSatisfy(
                    report ->
                        assertThat(report.refusal().map(Refusal::activation))
                            .hasValue(activation.id())));
  }

  @Test
  void a_pushed_set_is_live_on_all_and_rolled_back_while_no_prompt_fails(@TempDir Path folder)
      throws Exception {
    fleet
        .aws()
        .bedrock()
        .misbehaviour()
        .addAll(new RuleReader().read("{\"action\":\"slow\",\"latency\":\"400ms-600ms\"}"));
    List<SteadyLoad> loads =
        fleet.instances().stream()
            .map(instance -> SteadyLoad.on(instance.api(), fleet.queues()))
            .toList();
    try {
      String before = fleet.push(fleet.marked("before")).set();
      fleet.awaitOnAll(before);
      loads.forEach(SteadyLoad::carriesOn);
      for (Map.Entry<String, String> file : fleet.marked("after").entrySet()) {
        Files.createDirectories(folder.resolve(file.getKey()).getParent());
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }

      Ran push =
          fleet.run(
              "push",
              "--skip-tests",
              "--routes",
              folder.toString(),
              "--why",
              "Mark answers",
              "--by",
              "bert");

      assertThat(push.code()).as(push.out() + push.err()).isZero();
      assertThat(push.out()).contains("All 3 instances run it.");
      assertThat(fleet.instances()).extracting(Instance::mark).containsOnly("after");
      Ran status = fleet.run("status");
      assertThat(status.code()).isZero();
      assertThat(status.out()).contains("by bert: Mark answers", "Rollout: ok, first on ");
      assertThat(status.out().split("current", -1)).hasSize(INSTANCES + 1);
      loads.forEach(SteadyLoad::carriesOn);

      Ran rollback = fleet.run("rollback", "--why", "No marks");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
      fleet.awaitOnAll(before);
      assertThat(fleet.instances()).extracting(Instance::mark).containsOnly("before");
      Ran history = fleet.run("history");
      assertThat(history.out().lines().skip(1).limit(3))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("* ").contains("No marks"),
              line -> assertThat(line).contains("bert", "Mark answers", " ok "),
              line -> assertThat(line).contains("anna", before.substring(0, 12)));
      loads.forEach(SteadyLoad::carriesOn);
      loads.forEach(SteadyLoad::stops);
      for (SteadyLoad load : loads) {
        load.losesNothing();
      }
    } finally {
      loads.forEach(SteadyLoad::close);
      fleet.aws().bedrock().misbehaviour().clear();
    }
  }

  @Test
  void a_set_with_faults_is_not_pushed(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.camel.yaml"), "- route: { form: direct:x }\n");
    int before = fleet.store().pointer().map(found -> found.value().newest().number()).orElse(0);

    Ran push = fleet.run("push", "--routes", folder.toString());

    assertThat(push.code()).isEqualTo(1);
    assertThat(push.out()).contains("a.camel.yaml:1:12: error: Unknown key `form`");
    assertThat(push.err()).contains("Nothing was pushed");
    assertThat(fleet.store().pointer().map(found -> found.value().newest().number()).orElse(0))
        .isEqualTo(before);
  }

  /** The bad edits of ReloadIT. An empty word deletes the file; "-" saves an empty one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queue.camel.yaml    | greedy: true       | greedy: [true         | yaml-syntax
          queue.camel.yaml    | steps:             | stepz:                | unknown-key
          queue.camel.yaml    | aws2-sqs:prompts   | aws3-sqs:prompts      | unknown-component
          queue.camel.yaml    | maxMessagesPerPoll | maxMessagesPerPol     | unknown-option
          queue.camel.yaml    | to: { id: generate-from-queue, uri: "direct:generate" } | setBody: { simple: "${bodyy.x}" } | bad-expression
          models.yaml         | default: stability.stable-image-core-v1:1 | default: none.such | model-default
          generate.camel.yaml |                    |                       | direct:generate
          http.camel.yaml     | -                  |                       | unfinished save
          extra.camel.yaml    | -nested            |                       | extra.camel.yaml
          extra.camel.yaml    | -fails             |                       | /nowhere/at/all
          """)
  void a_bad_set_is_rejected_by_all_with_the_reason(
      String file, String what, String by, String reason) throws Exception {
    List<String> before = fleet.sets();
    Activation activation = fleet.push(bad(file, what, by));

    awaitRejectedByAll(activation);

    for (JsonNode instance : fleet.status().path("instances")) {
      assertThat(instance.at("/rejected/findings").toString()).contains(reason);
    }
    for (Instance instance : fleet.instances()) {
      assertThat(instance.management().get("/observe/routes").json().path("rejection").toString())
          .contains(reason);
      assertThat(instance.management().get(ROUTES_CHECK).text())
          .contains("rejected.because", "rejected.by");
    }
    Ran status = fleet.run("status");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("Rollout: rejected", "rejected the active set:");
    assertThat(fleet.sets()).isEqualTo(before);
    assertThat(fleet.instances())
        .allSatisfy(
            instance ->
                assertThat(Scrape.of(instance.management()).value("caravan_routes_rejected"))
                    .isEqualTo(1));
    assertThat(fleet.instances())
        .allSatisfy(
            instance ->
                assertThat(
                        instance
                            .api()
                            .generate("{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\"}")
                            .status())
                    .isEqualTo(200));
  }

  private static Map<String, String> bad(String file, String what, String by) {
    Map<String, String> files = new TreeMap<>(fleet.shipped());
    if (what == null) {
      files.remove(file);
      return files;
    }
    switch (what) {
      case "-" -> files.put(file, " \n");
      case "-nested" -> files.put(file, "[".repeat(20_000));
      case "-fails" ->
          // Neither lint nor the build can detect this: Camel looks for the folder at the start.
          files.put(
              file,
              """
              - route:
                  id: broken
                  description: Can't run.
                  from:
                    uri: file:/nowhere/at/all
                    parameters:
                      autoCreate: false
                      startingDirectoryMustExist: true
                    steps:
                      - log: { id: say, message: "x" }
              """);
      default -> {
        return fleet.edited(file, what, by);
      }
    }
    return files;
  }

  @Test
  void without_s3_nothing_changes_and_with_it_the_fleet_goes_on() throws Exception {
    String set = fleet.push(fleet.marked("kept")).set();
    fleet.awaitOnAll(set);

    fleet.network().down();
    awaiting(() -> assertThat(fleet.instances()).noneMatch(Instance::reaches));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(fleet.sets()).containsOnly(set);
              assertThat(fleet.instances()).allMatch(each -> !each.delivery().has("rejected"));
            });
    fleet.network().up();

    awaiting(() -> assertThat(fleet.instances()).allMatch(Instance::reaches));
    assertThat(fleet.sets()).containsOnly(set);
    awaiting(() -> assertThat(fleet.instances()).extracting(Instance::mark).containsOnly("kept"));
    fleet.awaitOnAll(fleet.push(fleet.marked("afterwards")).set());
  }

  @Test
  void a_set_that_breaks_prompts_stays_on_one_instance_and_leaves_it_again() throws Exception {
    List<String> before = fleet.sets();
    // All instances get prompts all the time, so that some fail on the first one at once.
    try (Answers answers = new Answers(fleet.instances().stream().map(Instance::api).toList())) {
      answers.begin();
      // Lint can't see it: the step is valid.
      Activation activation =
          fleet.push(
              fleet.edited(
                  "http.camel.yaml",
                  STEP,
                  STEP
                      + "\n                - throwException: { id: broken, exceptionType:"
                      + " java.lang.IllegalStateException, message: broken }"));

      awaitRejectedByAll(activation);
    }

    assertThat(fleet.status().at("/rollout/state").asText()).isEqualTo("failed");
    assertThat(fleet.status().at("/rollout/findings/0/message").asText())
        .contains("failed with UNEXPECTED right after the switch");
    assertThat(fleet.sets()).isEqualTo(before);
    assertThat(fleet.instances())
        .allSatisfy(
            instance ->
                assertThat(
                        instance
                            .api()
                            .generate("{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\"}")
                            .status())
                    .isEqualTo(200));
  }

  @Test
  void an_instance_that_starts_later_runs_the_fleets_set_or_the_images_routes() throws Exception {
    String set = fleet.push(fleet.marked("late")).set();
    fleet.awaitOnAll(set);

    try (Service late = fleet.start(fleet.place());
        Service other = fleet.start(new RouteLocation("no-such-bucket", ""))) {
      assertThat(Instance.of(late).mark()).isEqualTo("late");
      assertThat(Instance.of(late).delivery().at("/activation/by").asText()).isEqualTo("anna");
      assertThat(Instance.of(other).mark()).isNull();
      assertThat(Instance.of(other).set()).isEqualTo(Activation.IMAGE);
    }
    awaiting(() -> assertThat(fleet.store().reports()).hasSize(INSTANCES));
  }

  @Test
  void a_set_with_which_the_service_cannot_start_does_not_keep_it_from_starting() throws Exception {
    // Beans are read only at the start, so the running fleet takes the set over.
    Map<String, String> files = new TreeMap<>(fleet.shipped());
    files.put(
        "beans.camel.yaml",
        """
        - beans:
            - name: s3
              type: java.lang.String
              constructors: { 0: "no client" }
        """);
    RouteSet set = RouteSet.of(files);
    fleet.store().put(set);
    fleet.store().activate(set.hash(), "anna", "", false, fleet.store().pointer()).orElseThrow();
    try (Service late = fleet.start(fleet.place())) {
      JsonNode delivery = Instance.of(late).delivery();
      assertThat(delivery.path("set").asText()).isEqualTo(Activation.IMAGE);
      assertThat(delivery.at("/rejected/findings/0/message").asText())
          .startsWith("The service can't start with it: ");
      assertThat(Instance.of(late).api().get("/models").status()).isEqualTo(200);
    } finally {
      fleet.awaitOnAll(fleet.push(fleet.shipped()).set());
    }
  }
}
