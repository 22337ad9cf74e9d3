package dev.caravan.it;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.CommandRun;
import dev.caravan.SystemProperties;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.Records;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code send}, {@code status}, {@code get}, {@code list} and {@code open} with a service. */
@ExtendWith(RunningCaravan.class)
class FollowingCommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT_MODEL = "amazon.nova-lite-v1:0";
  private static final String DOWN = "http://127.0.0.1:1";
  private static final String UNKNOWN = "an-unknown-id";

  @TempDir Path folder;

  private final SystemProperties properties = new SystemProperties();
  private String url;

  @BeforeEach
  void as_in_a_shell_with_the_queue(Running caravan) {
    url = caravan.api().base();
    properties.set("sqs.queue.url", caravan.aws().queueUrl());
    properties.set("caravan.url", url);
    properties.set("browser", "true");
  }

  @AfterEach
  void restore(Running caravan) {
    properties.close();
    // A prompt that a test did not wait for must not count in the next one.
    await().until(() -> caravan.queues().size() == 0 && caravan.aws().bedrock().inFlight() == 0);
  }

  /** What a command does about an id of each kind. */
  private enum Situation {
    DONE,
    FAILED,
    UNKNOWN,
    DOWN
  }

  @Test
  void each_command_has_an_exit_code_and_one_line_for_each_situation(Running caravan) {
    String done = generated(caravan, "a quiet harbour");
    String failed = new DeadLetterBox(caravan).blocked("a loud harbour");
    Map<Situation, String> ids =
        Map.of(
            Situation.DONE, done,
            Situation.FAILED, failed,
            Situation.UNKNOWN, UNKNOWN,
            Situation.DOWN, done);
    String image = folder.resolve("image.png").toString();
    Map<String, List<String>> commands =
        Map.of(
            "status", List.of(),
            "status --wait", List.of("--wait"),
            "status --json", List.of("--json"),
            "get", List.of("-o", image),
            "get --wait", List.of("--wait", "-o", image),
            "open", List.of(),
            "cancel", List.of());

    commands.forEach(
        (command, more) ->
            ids.forEach(
                (situation, id) -> {
                  List<String> arguments = new ArrayList<>();
                  arguments.add(command.split(" ")[0]);
                  arguments.add(id);
                  arguments.addAll(more);
                  if (situation == Situation.DOWN) {
                    arguments.addAll(List.of("--url", DOWN));
                  }
                  CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
                  assertThat(run.exitCode())
                      .as(arguments + " " + run.err())
                      .isEqualTo(exitCode(command, situation));
                  assertThat(lines(run)).as(arguments.toString()).hasSize(1);
                  assertThat(run.err()).doesNotContain("Exception", "\tat ");
                  if (situation == Situation.UNKNOWN) {
                    assertThat(run.err())
                        .isEqualToIgnoringNewLines(
                            "caravan: There is no generation " + UNKNOWN + " at " + url + ".");
                  }
                  if (situation == Situation.DOWN) {
                    assertThat(run.err()).startsWith("caravan: No service answers at " + DOWN);
                  }
                }));
  }

  private static int exitCode(String command, Situation situation) {
    // Nothing is left to cancel, and the result must stay.
    if (command.equals("cancel")) {
      return 1;
    }
    return situation == Situation.DONE || situation == Situation.FAILED && command.equals("open")
        ? 0
        : 1;
  }

  private static List<String> lines(CommandRun run) {
    return (run.out() + run.err()).lines().toList();
  }

  @Test
  void a_prompt_that_was_sent_is_waited_for_and_downloaded(Running caravan) throws Exception {
    String id = "my-" + UUID.randomUUID();

    CommandRun sent =
        run(
            "send",
            "--id=" + id,
            "--model=stability.stable-image-ultra-v1:1",
            "--seed=17",
            "--aspect-ratio=16:9",
            "--negative-prompt=people",
            "--metadata=ticket=A=1",
            "--metadata=team=blue",
            "-o",
            folder.resolve("new/pictures").toString(),
            "a red house by a fjord");

    assertThat(sent.exitCode()).as(sent.err()).isZero();
    Path file = folder.resolve("new/pictures/" + id + ".png");
    assertThat(sent.lines())
        .containsExactly(id + "  done     stability.stable-image-ultra-v1:1  0.08 USD  " + file);
    assertThat(Files.readAllBytes(file)).isEqualTo(content(caravan, id));
    JsonNode prompt = record(caravan, id).path("prompt");
    assertThat(prompt)
        .isEqualTo(
            JSON.readTree(
                """
                {"text": "a red house by a fjord", "model": "stability.stable-image-ultra-v1:1",
                 "aspectRatio": "16:9", "seed": 17, "negativePrompt": "people",
                 "metadata": {"ticket": "A=1", "team": "blue"}}"""));
  }

  @Test
  void the_ids_of_any_number_of_prompts_are_printed_in_their_order(Running caravan)
      throws Exception {
    Path file = folder.resolve("prompts.txt");
    List<String> prompts = IntStream.range(0, 23).mapToObj(n -> "picture " + n).toList();
    Files.write(file, prompts);

    CommandRun sent = run("send", "--model", TEXT_MODEL, "--file", file.toString());

    assertThat(sent.exitCode()).as(sent.err()).isZero();
    assertThat(sent.err()).isEqualToIgnoringNewLines("caravan: 23 sent, 0 failed");
    assertThat(sent.lines()).hasSize(23).doesNotHaveDuplicates();
    // From standard input, as after a pipe. Each needs a record before its status is known.
    CommandRun piped = eventually(caravan, sent.lines());
    assertThat(piped.exitCode()).as(piped.err()).isZero();
    List<String> texts = new ArrayList<>();
    for (String line : sent.lines()) {
      texts.add(record(caravan, line).at("/prompt/text").asText());
    }
    assertThat(texts).isEqualTo(prompts);
  }

  private CommandRun eventually(Running caravan, List<String> ids) {
    await()
        .untilAsserted(
            () ->
                assertThat(ids)
                    .allMatch(id -> caravan.api().get("/generations/" + id).status() == 200));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(String.join("\n", ids).getBytes(StandardCharsets.UTF_8)));
    try {
      return run("status", "--wait", "-");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void json_has_a_line_for_each_prompt_and_its_record_with_wait(Running caravan) throws Exception {
    CommandRun sent = run("send", "--json", "a ferry", "a bridge");
    assertThat(sent.exitCode()).as(sent.err()).isZero();
    List<JsonNode> rows = json(sent);
    assertThat(rows).extracting(row -> row.path("number").asInt()).containsExactly(1, 2);
    assertThat(rows).allSatisfy(row -> assertThat(row.path("id")).isEqualTo(row.path("messageId")));

    CommandRun waited =
        run(
            "send",
            "--json",
            "-o",
            folder.toString(),
            "--model=" + TEXT_MODEL,
            "--system=Answer in verse.",
            "a poem");
    assertThat(waited.exitCode()).as(waited.err()).isZero();
    JsonNode record = json(waited).get(0);
    assertThat(record.at("/prompt/system").asText()).isEqualTo("Answer in verse.");
    // The earlier prompts may be called later.
    assertThat(caravan.aws().bedrock().calls())
        .filteredOn(call -> call.toString().contains("a poem"))
        .singleElement()
        .asString()
        .contains("Answer in verse.");
    assertThat(record.path("status").asText()).isEqualTo("done");
    assertThat(record.path("file").asText())
        .isEqualTo(folder.resolve(record.path("id").asText() + ".txt").toString());
    assertThat(Path.of(record.path("file").asText())).isNotEmptyFile();
  }

  @Test
  void a_failed_prompt_fails_send_with_wait_and_says_why(Running caravan) {
    caravan.bedrockShould("{\"action\":\"block\",\"how\":\"prompt\"}");

    CommandRun sent = run("send", "--wait", "something loud");

    assertThat(sent.exitCode()).isEqualTo(1);
    assertThat(sent.lines()).singleElement().asString().contains("  failed   CONTENT_BLOCKED: ");
  }

  @Test
  void an_id_of_another_prompt_is_a_failure_and_not_that_prompts_result(Running caravan) {
    String id = "mine-" + UUID.randomUUID();
    assertThat(run("send", "--wait", "--id", id, "a lake").exitCode()).isZero();

    CommandRun again = run("send", "--wait", "--id", id, "a lake");
    CommandRun other = run("send", "--wait", "--id", id, "a river");

    assertThat(again.out()).startsWith(id + "  done");
    assertThat(again.exitCode()).isZero();
    assertThat(other.out()).contains("  failed   INVALID_PROMPT: ", id + " belongs to another");
    assertThat(other.exitCode()).isEqualTo(1);
  }

  @Test
  void with_url_the_prompts_go_to_the_api_and_need_no_queue(Running caravan) {
    properties.set("sqs.queue.url", "");

    CommandRun sent = run("send", "--url", url + "/", "--wait", "--seed", "3", "by http");
    CommandRun variable = run("send", "--json", "by http", "and again");
    CommandRun id = run("send", "--id", "mine", "by http");

    assertThat(sent.exitCode()).as(sent.err()).isZero();
    assertThat(sent.lines()).singleElement().asString().contains("  done  ");
    assertThat(variable.exitCode()).as(variable.err()).isZero();
    assertThat(variable.lines()).hasSize(2);
    assertThat(id.exitCode()).isEqualTo(2);
    assertThat(id.err()).contains("A prompt can have an id only on the queue").hasLineCount(1);
  }

  @Test
  void nothing_is_sent_that_the_service_would_refuse(Running caravan) throws Exception {
    // Prompts of other classes may still be there.
    await().until(() -> caravan.queues().size() == 0);
    properties.set("caravan.url", DOWN);
    Map<List<String>, String> wrong =
        Map.ofEntries(
            entry(
                List.of("--model", "stability.stable-image-core-v1:2", "x"),
                "Did you mean `stability.stable-image-core-v1:1`?"),
            entry(
                List.of("--url", url, "--model", "foo", "x"),
                "The service at " + url + " has no model \"foo\". Available: "),
            entry(
                List.of("--model", TEXT_MODEL, "--seed", "1", "x"),
                TEXT_MODEL + " accepts no \"seed\"."),
            entry(
                List.of(
                    "--url", url, "--model", "stability.sd3-5-large-v1:0", "--system", "Hi", "x"),
                "accepts no \"system\""),
            entry(
                List.of("--aspect-ratio", "16x9", "x"),
                "--aspect-ratio is \"16x9\"; it must be width:height"),
            entry(List.of("--metadata", "a=" + "x".repeat(513), "x"), "longer than 512 characters"),
            entry(List.of("fine", "[1, 2]"), "Prompt 2: The body is a JSON array"),
            entry(List.of("--id", "a/b", "x"), "\"a/b\" is not an id."),
            entry(List.of("--id", "a", "x", "y"), "there are 2 prompts"),
            entry(List.of("--timeout", "0", "x"), "--timeout is 0"),
            entry(List.of("--local", "--url", url, "x"), "either --url or --local"));
    wrong.forEach(
        (arguments, message) -> {
          CommandRun run =
              CommandRun.of(
                  Stream.concat(Stream.of("send"), arguments.stream()).toArray(String[]::new));
          assertThat(run.err()).as(arguments.toString()).contains(message).hasLineCount(1);
          assertThat(run.exitCode()).as(arguments.toString()).isEqualTo(2);
          assertThat(run.out()).isEmpty();
        });
    // The service is looked for before anything is sent.
    CommandRun down = run("send", "--wait", "x");
    assertThat(down.exitCode()).isEqualTo(1);
    assertThat(down.err()).startsWith("caravan: No service answers at " + DOWN).hasLineCount(1);
    assertThat(caravan.queues().size()).isZero();

    CommandRun unchecked = run("send", "--no-check", "--model", "foo", "x");
    assertThat(unchecked.exitCode()).as(unchecked.err()).isZero();
  }

  @Test
  void the_time_to_wait_is_limited(Running caravan) {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":\"2s\"}");

    CommandRun sent = run("send", "--timeout", "1", "a slow river");

    assertThat(sent.exitCode()).isEqualTo(1);
    assertThat(sent.err().lines().toList())
        .satisfiesExactly(
            id -> assertThat(id).matches("caravan: not finished: [0-9a-f-]{36}"),
            why -> assertThat(why).contains("Not finished after 1 s: 1 of the generations"));
    assertThat(sent.out()).isEmpty();
  }

  @Test
  void a_result_is_stored_under_the_name_that_is_asked_for(Running caravan) throws Exception {
    String id = generated(caravan, "a blue house");
    byte[] image = content(caravan, id);

    assertThat(run("get", id, "-o", folder.toString()).lines())
        .containsExactly(folder.resolve(id + ".png").toString());
    assertThat(Files.readAllBytes(folder.resolve(id + ".png"))).isEqualTo(image);
    Path named = Files.writeString(folder.resolve("house.png"), "an older file");
    assertThat(run("get", id, "-o", named.toString()).exitCode()).isZero();
    assertThat(Files.readAllBytes(named)).isEqualTo(image);
    CommandRun nowhere = run("get", id, "-o", folder.resolve("none/house.png").toString());
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).contains("Can't write ", "none/house.png").hasLineCount(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(id + ".png", "house.png");
    }
  }

  @Test
  void the_list_shows_the_newest_first_and_goes_on_where_it_ended(Running caravan) {
    List<String> made =
        List.of(
            generated(caravan, "first"),
            generated(caravan, "second"),
            generated(caravan, "third\u202e " + "x".repeat(80)));

    CommandRun newest = run("list", "--limit", "2");
    String cursor = newest.err().strip().replaceFirst(".*--before ", "");
    CommandRun next = run("list", "--limit", "1", "--json", "--before", cursor);

    assertThat(newest.exitCode()).isZero();
    assertThat(newest.lines()).hasSize(2);
    assertThat(newest.lines().get(0))
        .matches("20[0-9T:-]+Z  " + made.get(2) + "  done     third\\\\u202e x+…");
    assertThat(newest.lines().get(1)).contains(made.get(1) + "  done     second");
    assertThat(json(next)).extracting(row -> row.path("id").asText()).containsExactly(made.get(0));
  }

  @Test
  void a_prompt_that_waits_is_cancelled_and_one_in_progress_is_not(Running caravan) {
    Records records =
        caravan.service().context().getRegistry().lookupByNameAndType("records", Records.class);
    Generation waits = waiting();
    Generation other = waiting();
    Generation runs = waiting();
    List.of(waits, other).forEach(records::create);
    records.create(
        runs.claimed(Claim.lasting("other", Instant.now(), Duration.ofMinutes(5)), Instant.now()));

    CommandRun cancelled = run("cancel", waits.id());
    CommandRun again = run("cancel", "--json", waits.id());
    CommandRun both = run("cancel", runs.id(), other.id());

    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
    assertThat(cancelled.lines()).containsExactly(waits.id() + "  cancelled");
    assertThat(again.exitCode()).isZero();
    assertThat(json(again).get(0).path("status").asText()).isEqualTo("cancelled");
    assertThat(both.exitCode()).isEqualTo(1);
    assertThat(both.lines()).containsExactly(other.id() + "  cancelled");
    assertThat(both.err()).contains(runs.id() + " is running").hasLineCount(1);
    assertThat(run("status", waits.id()).exitCode()).isEqualTo(1);
    assertThat(run("get", waits.id()).err())
        .startsWith("caravan: " + waits.id() + " has no result: it is cancelled.")
        .hasLineCount(1);
  }

  private static Generation waiting() {
    return Generation.accepted(
        GenerationId.random(), Source.QUEUE, Prompt.of("a boat"), null, Instant.now());
  }

  @Test
  void the_list_has_the_filters_of_the_api(Running caravan) {
    String word = "w" + UUID.randomUUID();
    String image = generated(caravan, word + " as an image");
    String text = run("send", "--wait", "--model", TEXT_MODEL, word).out().split(" ")[0];
    String blocked = new DeadLetterBox(caravan).blocked(word + " that is blocked");

    Map<List<String>, List<String>> filters =
        Map.of(
            List.of(), List.of(blocked, text, image),
            List.of("--status", "done"), List.of(text, image),
            List.of("--status", "FAILED"), List.of(blocked),
            List.of("--model", TEXT_MODEL), List.of(text),
            List.of("--caller", "nobody"), List.of(),
            List.of("--from", "2020-01-01T00:00:00Z", "--limit", "1"), List.of(blocked),
            List.of("--to", "2020-01-01T00:00:00Z"), List.of());
    filters.forEach(
        (filter, expected) -> {
          List<String> arguments = new ArrayList<>(List.of("list", "--json", "--text", word));
          arguments.addAll(filter);
          CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
          assertThat(run.exitCode()).as(run.err()).isZero();
          assertThat(json(run)).extracting(row -> row.path("id").asText()).isEqualTo(expected);
        });
    assertThat(run("list", "--from", "yesterday"))
        .matches(run -> run.exitCode() == 1 && run.err().lines().count() == 1);
    assertThat(run("list", "--status", "ready").exitCode()).isEqualTo(2);
  }

  @Test
  void the_list_says_in_one_line_what_is_wrong() {
    assertThat(run("list", "--url", DOWN).err())
        .startsWith("caravan: No service answers at " + DOWN)
        .hasLineCount(1);
    assertThat(run("list", "--limit", "0").exitCode()).isEqualTo(2);
    CommandRun cursor = run("list", "--before", "no&cursor=1");
    assertThat(cursor.exitCode()).isEqualTo(1);
    assertThat(cursor.err()).startsWith("caravan: ").hasLineCount(1);
    CommandRun password = run("list", "--url", "http://user:secret@127.0.0.1");
    assertThat(password.exitCode()).isEqualTo(2);
    assertThat(password.err())
        .startsWith("caravan: --url is not the address of a service.")
        .doesNotContain("secret");
  }

  @Test
  void open_starts_the_browser_with_the_page_of_the_generation(Running caravan) throws Exception {
    String id = generated(caravan, "a green house");
    Path program = folder.resolve("browser");
    Files.writeString(
        program, "#!/bin/sh\necho \"$@\" > \"$0.unfinished\"\nmv \"$0.unfinished\" \"$0.shown\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    properties.set("browser", program.toString());

    CommandRun open = run("open", id);

    assertThat(open.lines()).containsExactly(url + "/#" + id);
    await().until(() -> Files.exists(folder.resolve("browser.shown")));
    assertThat(folder.resolve("browser.shown")).content().isEqualTo(url + "/#" + id + "\n");

    properties.set("browser", folder.resolve("none").toString());
    CommandRun none = run("open", id);
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("Open the address yourself").hasLineCount(1);
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(arguments);
  }

  private static String generated(Running caravan, String prompt) {
    Api.Answer answer =
        caravan.api().generate(JSON.createObjectNode().put("prompt", prompt).toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  private static JsonNode record(Running caravan, String id) {
    return caravan.api().get("/generations/" + id).json();
  }

  private static byte[] content(Running caravan, String id) {
    return caravan.api().get("/generations/" + id + "/content").raw().body();
  }

  private static List<JsonNode> json(CommandRun run) {
    return run.lines().stream()
        .map(
            line -> {
              try {
                return JSON.readTree(line);
              } catch (java.io.IOException e) {
                throw new AssertionError(line, e);
              }
            })
        .toList();
  }
}
