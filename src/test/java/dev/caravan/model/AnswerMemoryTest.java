package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Source;
import dev.caravan.memory.ByteBudget;
import dev.caravan.memory.Hold;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** When a prompt takes memory for its answer, and when it gives it back. */
class AnswerMemoryTest {

  private static final int IMAGE = 100_000;
  private static final int ROUNDING = 1024;

  private final ByteBudget budget = new ByteBudget(10_000_000);
  private final Models models = new Models(Catalogue.read("routes/models.yaml"), 10, budget);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @ParameterizedTest
  @ValueSource(strings = {"stability.stable-image-core-v1:1", "amazon.nova-lite-v1:0"})
  void the_request_carries_the_hold_of_its_prompt(String model) throws Exception {
    models.request(running(model), exchange);
    hold().take(1000, Duration.ZERO);
    assertThat(budget.taken()).isPositive();

    Models.dropAnswer(exchange);

    assertThat(budget.taken()).isZero();
  }

  @Test
  void the_decoded_image_keeps_its_own_size_only() throws Exception {
    Generation generation = running("stability.stable-image-core-v1:1");
    models.request(generation, exchange);
    hold().take(2L * IMAGE * 4 / 3, Duration.ZERO);
    byte[] image = new byte[IMAGE];
    System.arraycopy(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 0, image, 0, 8);
    exchange.setVariable(
        Models.RESPONSE,
        InvokeModelResponse.builder()
            .body(
                SdkBytes.fromString(
                    "{\"images\":[\"" + Base64.getEncoder().encodeToString(image) + "\"]}",
                    StandardCharsets.UTF_8))
            .build());

    models.read(generation, exchange);

    assertThat(budget.taken()).isBetween((long) IMAGE, (long) IMAGE + ROUNDING);
    Models.dropAnswer(exchange);
    assertThat(budget.taken()).isZero();
    assertThat(exchange.getVariable(Models.ANSWER)).isNull();
  }

  @Test
  void a_second_call_begins_with_nothing() throws Exception {
    Generation generation = running("stability.stable-image-core-v1:1");
    models.request(generation, exchange);
    hold().take(1000, Duration.ZERO);

    models.request(generation, exchange);

    assertThat(budget.taken()).isZero();
    assertThat(hold().take(1000, Duration.ZERO)).isTrue();
  }

  @Test
  void the_end_of_the_exchange_gives_everything_back() throws Exception {
    UnitOfWork work = new DefaultUnitOfWork(exchange);
    exchange.getExchangeExtension().setUnitOfWork(work);
    models.request(running("stability.stable-image-core-v1:1"), exchange);
    hold().take(1000, Duration.ZERO);
    exchange.setException(new IllegalStateException("a step of the user's"));

    work.done(exchange);

    assertThat(budget.taken()).isZero();
  }

  private Hold hold() {
    return exchange
        .getVariable(Models.REQUEST, AwsRequest.class)
        .overrideConfiguration()
        .orElseThrow()
        .executionAttributes()
        .getAttribute(AnswerMemory.OF_CALL);
  }

  private Generation running(String model) {
    return models.accept(
        Generation.accepted(
            GenerationId.random(),
            Source.HTTP,
            new PromptReader(100)
                .fromHttp("{\"prompt\":\"A lake\",\"model\":\"%s\"}".formatted(model).getBytes()),
            null,
            Instant.now()));
  }
}
