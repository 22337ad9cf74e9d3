package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large answers of models do not end the process. Each test has its own JVM and AWS. */
class LargeAnswersIT {

  private static final Pattern READY = Pattern.compile("Ready: HTTP on port (\\d+)");
  private static final int CALLERS = 100;

  @TempDir Path home;
  private LocalAws aws;
  private Queues queues;

  @BeforeEach
  void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    queues = new Queues(aws);
  }

  @AfterEach
  void stop() {
    queues.close();
    aws.close();
  }

  @Tag("slow")
  @Test
  void a_hundred_answers_of_18_mb_at_once_are_all_done_at_1_gib_of_heap() throws Exception {
    // All calls are in flight before the first is answered.
    bedrockShould("{\"action\":\"large\",\"bytes\":18000000,\"latency\":\"30s\"}");
    try (Launched serve =
        serve(
            "-Xmx1g",
            Map.of(
                "CARAVAN_PACE_START", "100",
                // With slow test machines in mind: an answer waits for half of this for memory.
                "CARAVAN_BEDROCK_TIMEOUT_SECONDS", "600"))) {
      Api api = api(serve);
      HttpClient http = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<String>>> callers =
          IntStream.range(0, CALLERS)
              .mapToObj(
                  n ->
                      http.sendAsync(
                          api.request("/generate")
                              .timeout(Duration.ofMinutes(9))
                              .header("Content-Type", "application/json")
                              .POST(
                                  HttpRequest.BodyPublishers.ofString(
                                      "{\"prompt\":\"picture %d\"}".formatted(n)))
                              .build(),
                          HttpResponse.BodyHandlers.ofString()))
              .toList();

      for (CompletableFuture<HttpResponse<String>> caller : callers) {
        HttpResponse<String> answer = caller.join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"bytes\":134");
      }

      assertThat(aws.bedrock().calls()).hasSize(CALLERS);
      assertThat(aws.bedrock().mostInFlight()).isEqualTo(CALLERS);
      assertThat(serve.err()).doesNotContain("OutOfMemoryError");
    }
  }

  @Test
  void an_answer_of_300_mb_is_refused_at_384_mb_of_heap_and_the_next_prompt_works()
      throws Exception {
    bedrockShould("{\"action\":\"large\",\"bytes\":300000000,\"times\":3}");
    try (Launched serve = serve("-Xmx384m", Map.of())) {
      Api api = api(serve);
      List<Api.Answer> refused = new ArrayList<>();
      refused.add(api.generate("{\"prompt\":\"a large picture\"}"));
      refused.add(
          api.generate("{\"prompt\":\"a long story\",\"model\":\"amazon.nova-lite-v1:0\"}"));
      queues.send("{\"prompt\":\"a large picture from the queue\"}");
      JsonNode letter =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> queues.deadLetters(), letters -> !letters.isEmpty())
              .get(0);

      assertThat(refused)
          .allSatisfy(
              answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.json().path("code").asText()).isEqualTo("MODEL_UNUSABLE");
                assertThat(answer.json().path("detail").asText())
                    .matches(
                        "The model's answer has (299,999,99\\d|300,000,000) bytes;"
                            + " limits.answerBytes of .* in models.yaml allows 25,000,000\\.");
              });
      assertThat(letter.path("reason").asText()).isEqualTo("MODEL_UNUSABLE");
      assertThat(letter.path("detail").asText()).contains("answerBytes");
      assertThat(aws.bedrock().calls()).hasSize(3);

      assertThat(api.generate("{\"prompt\":\"a small picture\"}").status()).isEqualTo(200);
      assertThat(serve.err()).doesNotContain("OutOfMemoryError");
    }
  }

  private void bedrockShould(String rule) {
    aws.bedrock().misbehaviour().addAll(new RuleReader().read(rule));
  }

  private Launched serve(String heap, Map<String, String> more) {
    Map<String, String> variables = Launched.variables(aws);
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    variables.putAll(more);
    List<String> options = new ArrayList<>(LaunchArchive.options());
    options.addAll(List.of(heap, "-XX:+ExitOnOutOfMemoryError"));
    // Half a minute of base64 and SHA-256 is worth compiling well.
    options.add("-XX:TieredStopAtLevel=4");
    return Launched.start(options, home, variables, "serve");
  }

  private static Api api(Launched serve) throws IOException {
    Matcher ready =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> READY.matcher(serve.err()), Matcher::find);
    return new Api(Integer.parseInt(ready.group(1)));
  }
}
