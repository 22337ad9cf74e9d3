package dev.caravan.it;

import static dev.caravan.it.ReloadingCaravan.awaiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits routes while prompts arrive by HTTP and from the queue. No prompt may be lost. */
class ReloadIT {

  private static final String STEP = "- bean: { id: reply-done, ref: replies, method: done }";
  private static final String MARKED =
      STEP + "\n                - setHeader: { id: mark, name: X-Mark, constant: %s }";
  private static final String GREEDY = "greedy: true";

  @TempDir static Path home;
  private static ReloadingCaravan caravan;
  private static Map<String, String> shipped;
  private SteadyLoad load;
  private double rejected;

  @BeforeAll
  static void start() throws Exception {
    caravan = ReloadingCaravan.start(home);
    awaiting(() -> assertThat(caravan.state().path("models").path("hash").isTextual()).isTrue());
    shipped = caravan.hashes();
  }

  @AfterAll
  static void stop() {
    caravan.close();
  }

  @BeforeEach
  void load() {
    caravan.aws().useInThisJvm();
    // Slow enough that prompts are in progress whenever the routes change.
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":\"200ms-400ms\"}");
    rejected = caravan.reloads("rejected");
    load = SteadyLoad.on(caravan.api(), caravan.queues());
    load.carriesOn();
  }

  @AfterEach
  void noPromptIsLost() throws Exception {
    try (SteadyLoad ending = load) {
      caravan.restore();
      awaiting(() -> assertThat(caravan.hashes()).isEqualTo(shipped));
      awaiting(() -> assertThat(caravan.state().has("rejection")).isFalse());
      awaiting(() -> assertThat(caravan.state().path("needRestart")).isEmpty());
      load.carriesOn();
      ending.losesNothing();
    } finally {
      caravan.aws().bedrock().misbehaviour().clear();
    }
  }

  @Test
  void a_valid_edit_is_live_without_a_restart() throws Exception {
    String before = caravan.hash("queue");

    caravan.edit("http.camel.yaml", STEP, MARKED.formatted("one"));
    awaitMark("one");
    caravan.edit("queue.camel.yaml", GREEDY, "greedy: false");

    awaiting(() -> assertThat(caravan.hash("queue")).isNotEqualTo(before));
    load.carriesOn();
    assertThat(mark()).isEqualTo("one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          greedy: true      | greedy: [true                            | yaml-syntax
          steps:            | stepz:                                   | unknown-key
          aws2-sqs:prompts  | aws3-sqs:prompts                         | unknown-component
          maxMessagesPerPoll | maxMessagesPerPol                       | unknown-option
          to: { id: generate-from-queue, uri: "direct:generate" } | setBody: { simple: "${bodyy.x}" } | bad-expression
          """)
  void a_bad_edit_is_rejected_with_its_position_and_the_queue_is_still_processed(
      String what, String by, String rule) throws Exception {
    JsonNode before = caravan.state().path("routes");

    caravan.edit("queue.camel.yaml", what, by);

    JsonNode finding = awaitRejection();
    assertThat(rules()).contains(rule);
    assertThat(finding.path("file").asText()).isEqualTo("queue.camel.yaml");
    assertThat(finding.path("line").asInt()).isPositive();
    assertThat(caravan.state().path("routes")).isEqualTo(before);
    assertThat(caravan.reloads("rejected")).isEqualTo(rejected + 1);
    Api.Answer health =
        caravan.management().get("/observe/health/ready?exposureLevel=full&data=true");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.text()).contains("rejected.because", "queue.camel.yaml:");
  }

  @Test
  void deleting_a_file_removes_its_routes_and_restoring_it_brings_them_back() throws Exception {
    String other = caravan.state().path("routes").path("http-generate").path("loadedAt").asText();

    Files.delete(caravan.routes().resolve("page.camel.yaml"));

    awaiting(() -> assertThat(caravan.api().get("/").status()).isEqualTo(404));
    assertThat(caravan.state().path("routes").has("page")).isFalse();
    caravan.restore();
    awaiting(() -> assertThat(caravan.api().get("/").status()).isEqualTo(200));
    assertThat(caravan.state().path("routes").path("http-generate").path("loadedAt").asText())
        .as("a route that the edit did not touch")
        .isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource({"http.camel.yaml, ''", "queue.camel.yaml, ' \t \n'"})
  void an_emptied_file_is_an_unfinished_save_and_its_routes_keep_running(String file, String text)
      throws Exception {
    caravan.save(file, text);

    awaiting(() -> assertThat(caravan.reloads("rejected")).isEqualTo(rejected + 1));
    JsonNode fault = caravan.state().at("/rejection/findings/0");
    assertThat(fault.path("file").asText()).isEqualTo(file);
    assertThat(fault.path("message").asText()).contains("unfinished save");
    assertThat(fault.path("hint").asText()).contains("delete the file");
    assertThat(caravan.hashes()).isEqualTo(shipped);
    load.carriesOn();
  }

  @Test
  void nesting_without_end_is_rejected_in_every_kind_of_file_and_the_next_edit_is_live()
      throws Exception {
    for (String file :
        List.of("http.camel.yaml", "extra.camel.yaml", "models.yaml", "extra.yaml")) {
      double before = caravan.reloads("rejected");
      caravan.save(file, "[".repeat(20_000));
      awaiting(() -> assertThat(caravan.reloads("rejected")).as(file).isEqualTo(before + 1));
      load.carriesOn();

      caravan.restore();
      awaiting(() -> assertThat(caravan.state().has("rejection")).as(file).isFalse());
    }
    caravan.edit("http.camel.yaml", STEP, MARKED.formatted("afterwards"));
    awaitMark("afterwards");
  }

  @Test
  void a_deleted_file_that_others_need_is_rejected() throws Exception {
    Files.delete(caravan.routes().resolve("generate.camel.yaml"));

    awaitRejection();
    assertThat(caravan.state().path("routes").has("generate")).isTrue();
  }

  @Test
  void a_save_by_rename_is_one_change_and_no_deletion() throws Exception {
    double ok = caravan.reloads("ok");

    caravan.renameOver("http.camel.yaml", text -> text.replace(STEP, MARKED.formatted("renamed")));

    awaitMark("renamed");
    assertThat(caravan.reloads("ok")).isEqualTo(ok + 1);
    assertThat(caravan.reloads("rejected")).isEqualTo(rejected);
  }

  @Test
  void a_burst_of_saves_is_one_change_to_the_last() throws Exception {
    double ok = caravan.reloads("ok");
    String shipped = caravan.edited("http.camel.yaml", STEP, STEP);

    int pauses = 0;
    long before = System.nanoTime();
    for (int save = 0; save < 20; save++) {
      caravan.save("http.camel.yaml", shipped.replace(STEP, MARKED.formatted("burst" + save)));
      long now = System.nanoTime();
      pauses += now - before > Duration.ofMillis(250).toNanos() ? 1 : 0;
      before = now;
    }

    awaitMark("burst19");
    // If the machine was slow, each long pause splits the burst and adds one change.
    assertThat(caravan.reloads("ok")).isBetween(ok + 1, ok + 1 + pauses);
  }

  @Test
  void two_files_at_once_change_at_once() throws Exception {
    double ok = caravan.reloads("ok");

    // Each edit alone would call a route that does not exist.
    String call = "uri: \"direct:generate\"";
    caravan.saveTogether(
        Map.of(
            "http.camel.yaml", caravan.edited("http.camel.yaml", call, "uri: \"direct:make\""),
            "queue.camel.yaml", caravan.edited("queue.camel.yaml", call, "uri: \"direct:make\""),
            "generate.camel.yaml",
                caravan.edited("generate.camel.yaml", "uri: direct:generate", "uri: direct:make")));

    awaiting(() -> assertThat(caravan.reloads("ok")).isEqualTo(ok + 1));
    load.carriesOn();
    assertThat(caravan.reloads("rejected")).isEqualTo(rejected);
  }

  @Test
  void a_good_save_after_a_bad_one_is_live() throws Exception {
    String good = caravan.edited("http.camel.yaml", STEP, MARKED.formatted("good"));
    caravan.edit("http.camel.yaml", "steps:", "stepz:");
    awaitRejection();

    caravan.save("http.camel.yaml", good);

    awaitMark("good");
    assertThat(caravan.state().has("rejection")).isFalse();
  }

  @Test
  void a_route_that_fails_at_its_start_undoes_the_whole_change() throws Exception {
    JsonNode before = caravan.state().path("routes");

    // Neither lint nor the build can detect this: Camel looks for the folder at the start.
    caravan.save(
        "extra.camel.yaml",
        """
        - route:
            id: fine
            description: Would run.
            from:
              uri: direct:fine
              steps:
                - log: { id: say-fine, message: "fine" }
        - route:
            id: broken
            description: Can't run.
            from:
              uri: file:/nowhere/at/all
              parameters:
                autoCreate: false
                startingDirectoryMustExist: true
              steps:
                - to: { id: to-fine, uri: "direct:fine" }
        """);
    caravan.saveTogether(
        Map.of(
            "http.camel.yaml", caravan.edited("http.camel.yaml", STEP, MARKED.formatted("undone")),
            "queue.camel.yaml", caravan.edited("queue.camel.yaml", GREEDY, "greedy: false")));

    JsonNode finding = awaitRejection();
    assertThat(finding.path("message").asText()).contains("broken", "/nowhere/at/all");
    assertThat(caravan.state().path("routes")).isEqualTo(before);
    assertThat(mark()).isNull();
    assertThat(caravan.service().context().getRoute("fine")).isNull();
    assertThat(caravan.service().context().getRoute("broken")).isNull();
    load.carriesOn();
  }

  @Test
  void if_a_new_entrance_fails_to_start_the_old_one_stays_open() throws Exception {
    String before = caravan.hash("queue");

    caravan.edit("queue.camel.yaml", "uri: aws2-sqs:prompts", "uri: file:/nowhere/at/all");
    String text = Files.readString(caravan.routes().resolve("queue.camel.yaml"));
    caravan.save(
        "queue.camel.yaml",
        text.replaceFirst(
            "(?s)parameters:.*?steps:",
            "parameters:\n"
                + "        autoCreate: false\n"
                + "        startingDirectoryMustExist: true\n"
                + "      steps:"));

    awaitRejection();
    assertThat(caravan.hash("queue")).isEqualTo(before);
    load.carriesOn();
  }

  @Test
  void a_changed_route_configuration_changes_only_the_routes_that_use_it() throws Exception {
    JsonNode before = caravan.state().path("routes");

    caravan.edit(
        "failures.camel.yaml",
        "Its message stays on the queue.",
        "Its message remains on the queue.");

    awaiting(() -> assertThat(changedSince(before)).containsExactly("queue"));
    load.carriesOn();
  }

  private static TreeSet<String> changedSince(JsonNode before) {
    TreeSet<String> changed = new TreeSet<>();
    JsonNode now = caravan.state().path("routes");
    now.fieldNames()
        .forEachRemaining(
            id -> {
              if (!now.path(id).path("loadedAt").equals(before.path(id).path("loadedAt"))) {
                changed.add(id);
              }
            });
    return changed;
  }

  @Test
  void a_changed_template_changes_the_routes_made_from_it() throws Exception {
    String template =
        """
        - routeTemplate:
            id: greet
            parameters:
              - name: word
            route:
              routeConfigurationId: pipeline
              from:
                uri: direct:greet
                steps:
                  - setHeader: { id: say, name: X-Mark, constant: "{{word}}%s" }
        - templatedRoute:
            routeTemplateRef: greet
            routeId: greet-hello
            parameters:
              - name: word
                value: hello
        """;
    caravan.edit(
        "http.camel.yaml",
        STEP,
        STEP + "\n                - to: { id: greet-it, uri: \"direct:greet\" }");
    caravan.save("greet.camel.yaml", template.formatted(""));
    awaitMark("hello");

    caravan.save("greet.camel.yaml", template.formatted("-again"));

    awaitMark("hello-again");
  }

  @Test
  void a_prompt_in_work_finishes_in_the_routes_in_which_it_started() throws Exception {
    // On a busy machine the change may take longer than the prompt; then a longer prompt shows it.
    assertThat(outlivesTheChange("2s") || outlivesTheChange("20s"))
        .as("the prompt was in progress during the change")
        .isTrue();
  }

  /** A prompt that is still in progress after the routes have changed twice. */
  private static CompletableFuture<Api.Answer> promptInProgress() {
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.bedrockShould(
        """
        {"id": "long", "action": "slow", "latency": "8s", "match": {"prompt": "marked"}, "times": 1}
        """);
    CompletableFuture<Api.Answer> early = CompletableFuture.supplyAsync(ReloadIT::marked);
    await().until(() -> caravan.aws().bedrock().misbehaviour().tallies().get("long").fired() == 1);
    return early;
  }

  private boolean outlivesTheChange(String latency) throws Exception {
    caravan.restore();
    awaiting(() -> assertThat(caravan.hashes()).isEqualTo(shipped));
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":\"" + latency + "\"}");
    CompletableFuture<Api.Answer> early = CompletableFuture.supplyAsync(ReloadIT::marked);
    await().until(() -> caravan.aws().bedrock().inFlight() > 0);
    String id = "in-work-" + System.nanoTime();
    caravan
        .queues()
        .send("{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\",\"id\":\"" + id + "\"}");
    await().until(() -> caravan.api().get("/generations/" + id).status() == 200);

    // The next route that the prompt calls now has another name.
    String before = caravan.hash("http-generate");
    caravan.edit("generate.camel.yaml", "direct:store-result", "direct:store-it");
    caravan.edit("http.camel.yaml", STEP, MARKED.formatted("later"));
    awaiting(() -> assertThat(caravan.hash("http-generate")).isNotEqualTo(before));
    boolean outlived = !early.isDone();

    assertThat(early.join().status()).isEqualTo(200);
    if (outlived) {
      assertThat(early.join().header("X-Mark")).isNull();
    }
    caravan.aws().bedrock().misbehaviour().clear();
    awaitMark("later");
    awaiting(
        () ->
            assertThat(caravan.api().get("/generations/" + id).json().path("status").asText())
                .isEqualTo("done"));
    return outlived;
  }

  @Test
  void a_new_route_takes_a_removed_ones_entrance_while_a_prompt_is_in_the_old_one()
      throws Exception {
    CompletableFuture<Api.Answer> early = promptInProgress();

    caravan.edit("generate.camel.yaml", "id: store-result", "id: keep-result");
    awaiting(() -> assertThat(caravan.state().path("routes").has("keep-result")).isTrue());
    caravan.edit("generate.camel.yaml", "id: keep-result", "id: save-result");

    awaiting(() -> assertThat(caravan.state().path("routes").has("save-result")).isTrue());
    assertThat(early.isDone()).as("the prompt has left the first routes").isFalse();
    assertThat(early.join().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "http.camel.yaml,http-generate",
    "http.camel.yaml,enqueue",
    "generate.camel.yaml,generate",
    "queue.camel.yaml,queue",
    "page.camel.yaml,page"
  })
  void a_route_may_change_its_id(String file, String id) throws Exception {
    caravan.edit(file, "- route:\n    id: " + id + "\n", "- route:\n    id: other\n");

    awaiting(() -> assertThat(caravan.state().path("routes").has("other")).isTrue());
    assertThat(caravan.state().path("routes").has(id)).isFalse();
    load.carriesOn();
    assertThat(caravan.api().get("/").status()).isEqualTo(200);
    assertThat(caravan.management().get("/observe/health").status()).isEqualTo(200);
  }

  @Test
  void a_renamed_entrance_gets_its_old_name_back_while_a_prompt_still_needs_it() throws Exception {
    String original = caravan.hash("store-result");
    CompletableFuture<Api.Answer> early = promptInProgress();

    caravan.edit("generate.camel.yaml", "direct:store-result", "direct:store-it");
    awaiting(() -> assertThat(caravan.hash("store-result")).isNotEqualTo(original));
    caravan.restore();

    awaiting(() -> assertThat(caravan.hash("store-result")).isEqualTo(original));
    assertThat(early.isDone()).as("the prompt has left the first routes").isFalse();
    assertThat(early.join().status()).isEqualTo(200);
    caravan.aws().bedrock().misbehaviour().clear();
    assertThat(marked().status()).isEqualTo(200);
  }

  @Test
  void a_changed_catalogue_is_used_and_an_invalid_one_is_rejected() throws Exception {
    String model = "default: amazon.nova-lite-v1:0";
    caravan.edit("models.yaml", "default: stability.stable-image-core-v1:1", "default: none.such");
    awaitRejection();
    assertThat(rules()).contains("model-default");
    assertThat(defaultModel()).isEqualTo("stability.stable-image-core-v1:1");

    caravan.edit("models.yaml", "default: none.such", model);

    awaiting(() -> assertThat(defaultModel()).isEqualTo("amazon.nova-lite-v1:0"));
  }

  private static String defaultModel() {
    return caravan.api().get("/models").json().path("default").asText();
  }

  @Test
  void a_changed_bean_waits_for_a_restart_and_says_so() throws Exception {
    caravan.edit("beans.camel.yaml", "alsoHttp: \"\"", "alsoHttp: other");

    awaiting(
        () ->
            assertThat(caravan.state().path("needRestart").path(0).asText())
                .isEqualTo("beans.camel.yaml"));
    assertThat(caravan.management().get("/observe/health?exposureLevel=full&data=true").text())
        .contains("\"need.restart\":\"beans.camel.yaml\"");
  }

  private JsonNode awaitRejection() {
    awaiting(() -> assertThat(caravan.state().has("rejection")).isTrue());
    return caravan.state().path("rejection").path("findings").path(0);
  }

  private static List<String> rules() {
    List<String> rules = new ArrayList<>();
    caravan
        .state()
        .path("rejection")
        .path("findings")
        .forEach(finding -> rules.add(finding.path("rule").asText()));
    return rules;
  }

  private void awaitMark(String mark) {
    awaiting(() -> assertThat(mark()).isEqualTo(mark));
  }

  private static String mark() {
    return marked().header("X-Mark");
  }

  private static Api.Answer marked() {
    return caravan.api().generate("{\"prompt\":\"marked\",\"model\":\"amazon.nova-lite-v1:0\"}");
  }
}
