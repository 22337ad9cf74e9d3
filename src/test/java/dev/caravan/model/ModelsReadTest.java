package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Source;
import dev.caravan.generation.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

class ModelsReadTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1};

  private final Models models = new Models(Catalogue.read("routes/models.yaml"), 10);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void the_response_is_let_go_once_its_image_is_decoded() {
    respond("{\"images\":[\"" + Base64.getEncoder().encodeToString(PNG) + "\"]}");

    models.read(accepted(), exchange);

    assertThat(exchange.getVariable(Models.ANSWER, Answer.class).bytes()).isEqualTo(PNG);
    assertThat(exchange.getVariable(Models.RESPONSE)).isNull();
  }

  @Test
  void what_is_no_answer_is_refused_and_answers_nothing() {
    respond("{\"images\":[]}");

    assertThatThrownBy(() -> models.read(accepted(), exchange))
        .isInstanceOf(ModelAnswerException.class);
    assertThat(exchange.getVariable(Models.ANSWER)).isNull();
  }

  @Test
  void a_request_that_is_left_without_an_answer_is_no_text() {
    Generation generation = accepted("amazon.nova-lite-v1:0");
    models.request(generation, exchange);
    exchange.setVariable(Models.RESPONSE, exchange.getVariable(Models.REQUEST));

    assertThatThrownBy(() -> models.read(generation, exchange))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessage("The model answered without text (null).");
  }

  @Test
  void numbers_of_tokens_that_are_negative_or_missing_cost_nothing() {
    Generation generation = accepted("amazon.nova-lite-v1:0");
    models.request(generation, exchange);
    exchange.setVariable(
        "header:" + Models.RESPONSE + ".CamelAwsBedrockConverseUsage",
        TokenUsage.builder().inputTokens(-1_000_000).build());

    Generation accounted = models.account(generation, exchange);

    assertThat(accounted.usage()).isEqualTo(new Usage(0, 0));
    assertThat(accounted.costUsd()).isZero();
  }

  private Generation accepted() {
    return accepted("stability.stable-image-core-v1:1");
  }

  private Generation accepted(String model) {
    String body = "{\"prompt\":\"A lake\",\"model\":\"" + model + "\"}";
    return models.accept(
        Generation.accepted(
            GenerationId.random(),
            Source.HTTP,
            new PromptReader(100).fromHttp(body.getBytes()),
            null,
            Instant.now()));
  }

  private void respond(String json) {
    exchange.setVariable(
        Models.RESPONSE,
        InvokeModelResponse.builder()
            .body(SdkBytes.fromString(json, StandardCharsets.UTF_8))
            .build());
  }
}
