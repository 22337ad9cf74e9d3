package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.it.RunningCaravan.Running;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /openapi.json} describes exactly what the service does. */
@ExtendWith(RunningCaravan.class)
class OpenApiIT {

  private static final String TEXT =
      "{\"prompt\":\"described\",\"model\":\"amazon.nova-lite-v1:0\"}";

  @Test
  void every_call_of_the_rest_dsl_is_described_and_no_other(Running caravan) {
    Set<String> served = new TreeSet<>();
    for (RestDefinition rest :
        ((ModelCamelContext) caravan.service().context()).getRestDefinitions()) {
      for (VerbDefinition verb : rest.getVerbs()) {
        if (!"false".equals(verb.getApiDocs())) {
          served.add(verb.asVerb().toUpperCase(java.util.Locale.ROOT) + " " + verb.getPath());
        }
      }
    }

    assertThat(OpenApi.of(caravan.api()).operations()).isEqualTo(served);
  }

  @Test
  void it_is_complete_and_its_examples_match_their_schemas(Running caravan) {
    OpenApi described = OpenApi.of(caravan.api());

    assertThat(described.document().path("openapi").asText()).startsWith("3.1");
    assertThat(described.all("$ref").map(JsonNode::asText))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(described.document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
    assertThat(described.exemplified()).hasSizeGreaterThan(4);
    described
        .exemplified()
        .forEach(
            media ->
                media
                    .path("examples")
                    .forEach(
                        example ->
                            assertThat(
                                    described.differences(
                                        media.path("schema"), example.path("value")))
                                .as(example.toString())
                                .isEmpty()));
  }

  /** Otherwise the other tests would not notice an answer that says more than is described. */
  @Test
  void a_property_that_is_not_described_is_a_difference(Running caravan) {
    OpenApi described = OpenApi.of(caravan.api());

    assertThat(described.exemplified()).isNotEmpty();
    described
        .exemplified()
        .forEach(
            media -> {
              ObjectNode more = media.path("examples").elements().next().path("value").deepCopy();
              assertThat(described.differences(media.path("schema"), more.put("more", 1)))
                  .isNotEmpty();
            });
  }

  @Test
  void every_example_request_is_answered_as_described(Running caravan) {
    OpenApi described = OpenApi.of(caravan.api());
    JsonNode examples =
        described
            .operation("post", "/generate")
            .at("/requestBody/content/application~1json/examples");

    assertThat(examples).hasSizeGreaterThan(3);
    for (JsonNode example : examples) {
      String body = example.path("value").toString();
      Api.Answer now = caravan.api().generate(body);
      assertThat(now.status()).as(now.text()).isEqualTo(example.path("x-status").asInt());
      assertThat(described.differences("post", "/generate", now)).as(now.text()).isEmpty();
    }
  }

  @Test
  void an_asynchronous_prompt_and_its_record_are_as_described_in_every_state(Running caravan) {
    OpenApi described = OpenApi.of(caravan.api());

    Api.Answer queued = caravan.api().generate(TEXT, "Prefer", "respond-async");

    assertThat(queued.status()).isEqualTo(202);
    assertThat(described.differences("post", "/generate", queued)).isEmpty();
    String record = queued.header("Location");
    await()
        .untilAsserted(
            () -> {
              Api.Answer answer = caravan.api().get(record);
              assertThat(described.differences("get", "/generations/{id}", answer))
                  .as(answer.text())
                  .isEmpty();
              assertThat(answer.json().path("status").asText()).isEqualTo("done");
            });
    Api.Answer content = caravan.api().get(record + "/content");
    assertThat(described.differences("get", "/generations/{id}/content", content)).isEmpty();
  }

  @Test
  void answers_to_get_requests_are_as_described(Running caravan) {
    OpenApi described = OpenApi.of(caravan.api());
    String image =
        caravan
            .api()
            .generate("{\"prompt\":\"seen\",\"metadata\":{\"a\":\"b\"}}")
            .json()
            .path("id")
            .asText();
    caravan.queues().send("{\"prompt\":\"a\",\"nonsense\":1}");

    // A queue message that can't be read also has a record.
    await()
        .untilAsserted(
            () ->
                assertThat(
                        caravan.api().get("/generations?limit=3").json().findValuesAsText("reason"))
                    .contains("INVALID_PROMPT"));
    for (String[] looked :
        List.of(
            new String[] {"/generations/{id}", "/generations/" + image},
            new String[] {"/generations/{id}/content", "/generations/" + image + "/content"},
            new String[] {"/generations", "/generations?limit=100"},
            new String[] {"/generations", "/generations?status=failed&from=2026-01-01T00:00:00Z"},
            new String[] {"/generations", "/generations?text=no+such+prompt&caller=nobody"},
            new String[] {"/models", "/models"},
            new String[] {"/costs", "/costs"},
            new String[] {"/costs", "/costs?days=31"},
            new String[] {"/openapi.json", "/openapi.json"})) {
      Api.Answer answer = caravan.api().get(looked[1]);
      assertThat(answer.status()).as(looked[1]).isEqualTo(200);
      assertThat(described.differences("get", looked[0], answer)).as(looked[1]).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/generations/{id}, /generations/unknown, 404",
    "/generations/{id}, /generations/unknown?a=b, 400",
    "/generations/{id}/content, /generations/unknown/content, 404",
    "/generations/{id}/content, /generations/unknown/content?a=b, 400",
    "/generations, /generations?limit=0, 400",
    "/generations, /generations?status=DONE, 400",
    "/generations, /generations?from=yesterday, 400",
    "/models, /models?a=b, 400",
    "/costs, /costs?days=0, 400",
    "/costs, /costs?days=32, 400"
  })
  void problems_of_get_requests_are_as_described(
      String path, String asked, int status, Running caravan) {
    Api.Answer answer = caravan.api().get(asked);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(OpenApi.of(caravan.api()).differences("get", path, answer)).isEmpty();
  }

  @Test
  void a_query_parameter_that_is_not_described_is_refused_or_ignored_as_described(Running caravan) {
    OpenApi described = OpenApi.of(caravan.api());
    Api api = caravan.api();

    for (String operation : described.operations()) {
      String method = operation.split(" ")[0];
      String path = operation.split(" ")[1];
      Api.Answer answer =
          api.send(
              api.request(path.replace("{id}", "unknown") + "?utm_source=x")
                  .header("Content-Type", "application/json")
                  .method(
                      method,
                      HttpRequest.BodyPublishers.ofString(method.equals("POST") ? TEXT : "")));
      boolean ignored =
          described
              .operation(method.toLowerCase(Locale.ROOT), path)
              .path("description")
              .asText()
              .contains("Ignores query parameters.");
      assertThat(answer.status()).as(operation).isEqualTo(ignored ? 200 : 400);
    }
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void the_page_and_health_ignore_query_parameters(Running caravan) {
    for (String path : List.of("/", "/page/app.js", "/openapi.json")) {
      assertThat(caravan.api().get(path + "?utm_source=x").status()).as(path).isEqualTo(200);
    }
    for (String path :
        List.of("/observe/health", "/observe/health/live", "/observe/metrics", "/observe/routes")) {
      assertThat(caravan.management().get(path + "?utm_source=x").status())
          .as(path)
          .isEqualTo(caravan.management().get(path).status());
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-4, 206", "bytes=-1, 206", "bytes=99999999-, 416", "'bytes=0-1,3-4', 200"})
  void parts_of_a_content_are_as_described(String range, int status, Running caravan) {
    String id = caravan.api().generate(TEXT).json().path("id").asText();

    Api.Answer answer = caravan.api().get("/generations/" + id + "/content", "Range", range);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(OpenApi.of(caravan.api()).differences("get", "/generations/{id}/content", answer))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"block, 422", "throttle, 429", "internal, 502", "denied, 503", "modelTimeout, 504"})
  void problems_of_the_model_are_as_described(String action, int status, Running caravan) {
    caravan.bedrockShould("{\"action\":\"" + action + "\"}");

    assertDescribed(caravan, status, caravan.api().generate(TEXT));
  }

  @Test
  void problems_of_prompts_are_as_described(Running caravan) {
    Api api = caravan.api();
    assertDescribed(caravan, 400, api.generate("not json"));
    assertDescribed(caravan, 400, api.generate("{\"model\":\"amazon.nova-lite-v1:0\"}"));
    assertDescribed(caravan, 403, api.generate(TEXT, "Origin", "http://evil.example"));
    assertDescribed(caravan, 413, api.generate("{\"prompt\":\"" + "a".repeat(300_000) + "\"}"));
    assertDescribed(
        caravan,
        415,
        api.send(
            api.request("/generate")
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<prompt/>"))));
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":1}");
    CompletableFuture<Api.Answer> first =
        CompletableFuture.supplyAsync(() -> api.generate(TEXT, "Idempotency-Key", "described"));
    await().until(() -> caravan.aws().bedrock().inFlight() == 1);
    assertDescribed(caravan, 409, api.generate(TEXT, "Idempotency-Key", "described"));
    assertThat(first.join().status()).isEqualTo(200);
  }

  /** JSON Schema and the service agree on what is empty. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a0", "\u200b", "\u00a0\ufeff\u2800"})
  void an_empty_text_has_the_status_whose_description_says_so(String empty, Running caravan) {
    OpenApi described = OpenApi.of(caravan.api());
    for (String body :
        List.of(
            "{\"prompt\":\"%s\"}".formatted(empty),
            "{\"prompt\":\"a boat\",\"negativePrompt\":\"%s\"}".formatted(empty),
            "{\"prompt\":\"a boat\",\"system\":\"%s\"}".formatted(empty))) {
      Api.Answer answer = caravan.api().generate(body);

      assertDescribed(caravan, 400, answer);
      assertThat(answer.json().path("code").asText()).isEqualTo("INVALID_PROMPT");
    }
    assertThat(described.response("post", "/generate", 400)).contains("is empty");
    assertThat(described.response("post", "/generate", 422)).doesNotContain("empty");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  private static void assertDescribed(Running caravan, int status, Api.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(OpenApi.of(caravan.api()).differences("post", "/generate", answer))
        .as(answer.text())
        .isEmpty();
  }
}
