package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.model.Models;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.Claims;
import dev.caravan.store.Records;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code direct:generate} by itself, without an entrance. */
@ExtendWith(RunningCaravan.class)
class GenerateRouteIT {

  @Test
  void a_generation_comes_back_done(Running caravan) {
    Generation accepted = accepted(caravan, "straight to the route");

    Generation done = generate(caravan, accepted);

    assertThat(done.isDone()).isTrue();
    assertThat(done.claim()).isNull();
    assertThat(done.result().key()).isEqualTo("images/" + accepted.id() + ".png");
    assertThat(done.durationMs()).isPositive();
  }

  @Test
  void a_finished_generation_is_answered_from_its_record(Running caravan) {
    Generation accepted = accepted(caravan, "only once");
    Generation first = generate(caravan, accepted);

    Generation second = generate(caravan, accepted);

    assertThat(second.result()).isEqualTo(first.result());
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
  }

  @Test
  void what_another_works_on_is_not_paid_for_again(Running caravan) {
    Generation accepted = accepted(caravan, "taken");
    Throwable thrown;
    try (Claims another = new Claims(registry(caravan, "records", Records.class), 60)) {
      another.claim(accepted);

      thrown = catchThrowable(() -> generate(caravan, accepted));
    }

    assertThat(thrown)
        .isInstanceOf(CamelExecutionException.class)
        .hasCauseInstanceOf(AlreadyRunningException.class);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  private static Generation accepted(Running caravan, String text) {
    return registry(caravan, "models", Models.class)
        .accept(
            Generation.accepted(
                GenerationId.random(), Source.HTTP, Prompt.of(text), null, Instant.now()));
  }

  private static Generation generate(Running caravan, Generation accepted) {
    try (ProducerTemplate template = caravan.service().context().createProducerTemplate()) {
      return template.requestBody("direct:generate", accepted, Generation.class);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T registry(Running caravan, String name, Class<T> type) {
    CamelContext context = caravan.service().context();
    return context.getRegistry().lookupByNameAndType(name, type);
  }
}
