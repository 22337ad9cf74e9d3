package dev.caravan.it;

import static dev.caravan.it.ReloadingCaravan.awaiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.cli.RoutesCommand;
import dev.caravan.cli.Service;
import dev.caravan.it.faults.FaultyProxy;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.rule.RuleReader;
import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.settings.RouteLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import picocli.CommandLine;

/** Delivers route sets to three instances while prompts arrive. */
class RouteDeliveryIT {

  private static final int INSTANCES = 3;
  private static final Path SHIPPED = Path.of("routes");
  private static final String STEP = "- bean: { id: reply-done, ref: replies, method: done }";
  private static final String MARKED =
      STEP + "\n                - setHeader: { id: mark, name: X-Mark, constant: %s }";

  /** An instance with its API and its management port. */
  private record Instance(Service service, Api api, Api management) {

    static Instance of(Service service) {
      return new Instance(service, new Api(service.httpPort()), new Api(service.managementPort()));
    }

    JsonNode delivery() {
      return management.get("/observe/routes").json().path("delivery");
    }

    String set() {
      return delivery().path("set").asText();
    }

    String mark() {
      return api.generate("{\"prompt\":\"marked\",\"model\":\"amazon.nova-lite-v1:0\"}")
          .header("X-Mark");
    }
  }

  @TempDir static Path home;
  private static LocalAws aws;
  private static FaultyProxy network;
  private static Queues queues;
  private static RouteStore store;
  private static RouteLocation place;
  private static Map<String, String> shipped;
  private static final List<Instance> FLEET = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    network = new FaultyProxy(aws.s3Endpoint(), 0, 0);
    queues = new Queues(aws);
    place = new RouteLocation(aws.bucket(), "routes/");
    store = new RouteStore(place, aws.s3Client());
    shipped = RouteSet.read(SHIPPED).files();
    useTheNetwork();
    for (int n = 0; n < INSTANCES; n++) {
      FLEET.add(Instance.of(Service.start(place, SHIPPED, settings())));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    FLEET.forEach(instance -> instance.service().close());
    FLEET.clear();
    store.close();
    queues.close();
    network.close();
    aws.close();
  }

  @BeforeEach
  void useTheNetworkAgain() {
    useTheNetwork();
  }

  private static void useTheNetwork() {
    aws.useInThisJvm();
    System.setProperty("aws.endpointUrlS3", network.endpoint().toString());
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(RunningCaravan.Running.settings(aws));
    settings.put("caravan.routes.check-seconds", "1");
    return settings;
  }

  private static Map<String, String> edited(String file, String what, String by) {
    Map<String, String> files = new TreeMap<>(shipped);
    assertThat(files.get(file)).contains(what);
    files.put(file, files.get(file).replace(what, by));
    return files;
  }

  private static Map<String, String> marked(String mark) {
    return edited("http.camel.yaml", STEP, MARKED.formatted(mark));
  }

  /** As the command does after its checks, so that bad sets get to the instances, too. */
  private static Activation push(Map<String, String> files) throws Exception {
    RouteSet set = RouteSet.of(files);
    store.put(set);
    return store.activate(set.hash(), "anna", "a test", true, store.pointer()).orElseThrow();
  }

  private static void awaitOnAll(String set) {
    awaiting(() -> assertThat(FLEET).extracting(Instance::set).containsOnly(set));
  }

  /** What a command printed, and its exit code. */
  private record Ran(int code, String out, String err) {}

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--store", place.toString()));
    int code =
        new CommandLine(new RoutesCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  private static JsonNode status() throws Exception {
    return new ObjectMapper().readTree(run("status", "--json").out());
  }

  @Test
  void a_pushed_set_is_live_on_all_and_rolled_back_while_no_prompt_fails(@TempDir Path folder)
      throws Exception {
    aws.bedrock()
        .misbehaviour()
        .addAll(new RuleReader().read("{\"action\":\"slow\",\"latency\":\"400ms-600ms\"}"));
    List<SteadyLoad> loads =
        FLEET.stream().map(instance -> SteadyLoad.on(instance.api(), queues)).toList();
    try {
      String before = push(marked("before")).set();
      awaitOnAll(before);
      loads.forEach(SteadyLoad::carriesOn);
      for (Map.Entry<String, String> file : marked("after").entrySet()) {
        Files.createDirectories(folder.resolve(file.getKey()).getParent());
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }

      Ran push =
          run(
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
      assertThat(FLEET).extracting(Instance::mark).containsOnly("after");
      Ran status = run("status");
      assertThat(status.code()).isZero();
      assertThat(status.out()).contains("by bert: Mark answers", "Rollout: ok, first on ");
      assertThat(status.out().split("current", -1)).hasSize(INSTANCES + 1);
      loads.forEach(SteadyLoad::carriesOn);

      Ran rollback = run("rollback", "--why", "No marks");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
      awaitOnAll(before);
      assertThat(FLEET).extracting(Instance::mark).containsOnly("before");
      Ran history = run("history");
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
      aws.bedrock().misbehaviour().clear();
    }
  }

  @Test
  void a_set_with_faults_is_not_pushed(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.camel.yaml"), "- route: { form: direct:x }\n");
    int before = store.pointer().map(found -> found.value().newest().number()).orElse(0);

    Ran push = run("push", "--routes", folder.toString());

    assertThat(push.code()).isEqualTo(1);
    assertThat(push.out()).contains("a.camel.yaml:1:12: error: Unknown key `form`");
    assertThat(push.err()).contains("Nothing was pushed");
    assertThat(store.pointer().map(found -> found.value().newest().number()).orElse(0))
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
    List<String> before = FLEET.stream().map(Instance::set).toList();
    Activation activation = push(bad(file, what, by));

    awaiting(
        () ->
            assertThat(status().path("instances"))
                .hasSize(INSTANCES)
                .allSatisfy(
                    instance ->
                        assertThat(instance.at("/rejected/activation").asText())
                            .isEqualTo(activation.id())));

    for (JsonNode instance : status().path("instances")) {
      assertThat(instance.at("/rejected/findings").toString()).contains(reason);
    }
    Ran status = run("status");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("Rollout: rejected", "rejected the active set:");
    assertThat(FLEET).extracting(Instance::set).isEqualTo(before);
    assertThat(FLEET)
        .allSatisfy(
            instance ->
                assertThat(Scrape.of(instance.management()).value("caravan_routes_rejected"))
                    .isEqualTo(1));
    assertThat(FLEET)
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
    Map<String, String> files = new TreeMap<>(shipped);
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
        return edited(file, what, by);
      }
    }
    return files;
  }

  @Test
  void without_s3_nothing_changes_and_with_it_the_fleet_goes_on() throws Exception {
    String set = push(marked("kept")).set();
    awaitOnAll(set);

    network.down();
    awaiting(() -> assertThat(FLEET).noneMatch(RouteDeliveryIT::reaches));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(FLEET).extracting(Instance::set).containsOnly(set);
              assertThat(FLEET).allMatch(each -> !each.delivery().has("rejected"));
            });
    network.up();

    awaiting(() -> assertThat(FLEET).allMatch(RouteDeliveryIT::reaches));
    assertThat(FLEET).extracting(Instance::set).containsOnly(set);
    awaiting(() -> assertThat(FLEET).extracting(Instance::mark).containsOnly("kept"));
    awaitOnAll(push(marked("afterwards")).set());
  }

  @Test
  void a_set_that_breaks_prompts_stays_on_one_instance_and_leaves_it_again() throws Exception {
    List<String> before = FLEET.stream().map(Instance::set).toList();
    // Lint can't see it: the step is valid.
    Activation activation =
        push(
            edited(
                "http.camel.yaml",
                STEP,
                STEP
                    + "\n                - throwException: { id: broken, exceptionType:"
                    + " java.lang.IllegalStateException, message: broken }"));

    awaiting(
        () -> {
          FLEET.forEach(Instance::mark);
          assertThat(status().path("instances"))
              .allSatisfy(
                  instance ->
                      assertThat(instance.at("/rejected/activation").asText())
                          .isEqualTo(activation.id()));
        });

    assertThat(status().at("/rollout/state").asText()).isEqualTo("failed");
    assertThat(status().at("/rollout/findings/0/message").asText())
        .contains("failed with UNEXPECTED right after the switch");
    assertThat(FLEET).extracting(Instance::set).isEqualTo(before);
    assertThat(FLEET)
        .allSatisfy(
            instance ->
                assertThat(
                        instance
                            .api()
                            .generate("{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\"}")
                            .status())
                    .isEqualTo(200));
  }

  private static boolean reaches(Instance instance) {
    return instance.delivery().path("reachable").asBoolean();
  }

  @Test
  void an_instance_that_starts_later_runs_the_fleets_set_or_the_images_routes() throws Exception {
    String set = push(marked("late")).set();
    awaitOnAll(set);

    try (Service late = Service.start(place, SHIPPED, settings());
        Service other =
            Service.start(new RouteLocation("no-such-bucket", ""), SHIPPED, settings())) {
      assertThat(Instance.of(late).mark()).isEqualTo("late");
      assertThat(Instance.of(late).delivery().at("/activation/by").asText()).isEqualTo("anna");
      assertThat(Instance.of(other).mark()).isNull();
      assertThat(Instance.of(other).set()).isEqualTo(Activation.IMAGE);
    }
    awaiting(() -> assertThat(status().path("instances")).hasSize(INSTANCES));
  }

  @Test
  void a_set_with_which_the_service_cannot_start_does_not_keep_it_from_starting() throws Exception {
    // Beans are read only at the start, so the running fleet takes the set over.
    Map<String, String> files = new TreeMap<>(shipped);
    files.put(
        "beans.camel.yaml",
        """
        - beans:
            - name: s3
              type: java.lang.String
              constructors: { 0: "no client" }
        """);
    RouteSet set = RouteSet.of(files);
    store.put(set);
    store.activate(set.hash(), "anna", "", false, store.pointer()).orElseThrow();
    try (Service late = Service.start(place, SHIPPED, settings())) {
      JsonNode delivery = Instance.of(late).delivery();
      assertThat(delivery.path("set").asText()).isEqualTo(Activation.IMAGE);
      assertThat(delivery.at("/rejected/findings/0/message").asText())
          .startsWith("The service can't start with it: ");
      assertThat(Instance.of(late).api().get("/models").status()).isEqualTo(200);
    } finally {
      awaitOnAll(push(shipped).set());
    }
  }
}
