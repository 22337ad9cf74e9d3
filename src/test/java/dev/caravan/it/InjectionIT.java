package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** No header or attribute from outside may control a component (camel-4.18.0: CAMEL-23506). */
@ExtendWith(RunningCaravan.class)
class InjectionIT {

  @Test
  void message_attributes_never_become_headers_that_steer(Running caravan) throws Exception {
    String id =
        caravan
            .queues()
            .send(
                "an attack by attributes",
                Map.of(
                    "CamelAwsS3Key", text("stolen-${env:PATH}"),
                    "CamelAwsS3OverrideBucketName", text("someone-elses"),
                    "CamelAwsBedrockOperation", text("listFoundationModels"),
                    "CamelAwsSqsReceiptHandle", text("not-the-handle"),
                    "CamelAwsSqsOperation", text("purgeQueue")));

    await()
        .untilAsserted(
            () ->
                assertThat(caravan.api().get("/generations/" + id).json().path("status").asText())
                    .isEqualTo("done"));

    Path bucket = caravan.aws().data().resolve(caravan.aws().bucket());
    assertThat(bucket.resolve("images/" + id + ".png")).exists();
    try (var all = Files.walk(caravan.aws().data())) {
      assertThat(all.map(Path::toString)).noneMatch(path -> path.contains("stolen"));
    }
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
  }

  @Test
  void prompts_are_text_and_never_expressions(Running caravan) {
    String attack = "${env:PATH} ${bean:records?method=find} {{bucket.name}} ${body} #{7*7}";

    String id = caravan.queues().send(attack);

    await()
        .untilAsserted(
            () ->
                assertThat(caravan.api().get("/generations/" + id).json().path("status").asText())
                    .isEqualTo("done"));
    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.at("/prompt/text").asText()).isEqualTo(attack);
    assertThat(caravan.aws().bedrock().calls().get(0).prompt()).isEqualTo(attack);
  }

  @Test
  void a_query_string_is_no_header(Running caravan) {
    Api.Answer answer =
        caravan
            .api()
            .send(
                caravan
                    .api()
                    .request("/generate?Prefer=respond-async&CamelAwsS3Key=stolen")
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a\"}")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_parameter_named_as_the_path_parameter_does_not_replace_it(Running caravan) {
    String mine = caravan.api().generate("{\"prompt\":\"mine\"}").json().path("id").asText();
    String other = caravan.api().generate("{\"prompt\":\"other\"}").json().path("id").asText();

    assertThat(caravan.api().get("/generations/" + mine + "?id=" + other).status()).isEqualTo(400);
    assertThat(caravan.api().get("/generations/" + mine, "id", other).json().path("id").asText())
        .isEqualTo(mine);
  }

  @Test
  void request_headers_do_not_come_back_in_the_answer_or_steer_it(Running caravan) {
    Api.Answer answer =
        caravan
            .api()
            .generate(
                "{\"prompt\":\"headers\"}",
                "CamelAwsS3Key",
                "stolen",
                "CamelHttpResponseCode",
                "418",
                "X-Echo",
                "me",
                "authorization",
                "Bearer of-the-caller",
                "cookie",
                "session=of-the-caller");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Echo")).isNull();
    // Camel 4.18.0 would send these back in lower case, as HTTP/2 and proxies write them.
    assertThat(answer.header("authorization")).isNull();
    assertThat(answer.header("cookie")).isNull();
    assertThat(answer.json().path("image_path").asText()).doesNotContain("stolen");
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }
}
