package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class PauseTest {

  private static final Throwable S3_AWAY = SdkClientException.create("connection refused");

  private boolean stopped;

  private final Pausable queue =
      new Pausable() {
        @Override
        public void pause() {
          stopped = true;
        }

        @Override
        public void resume() {
          stopped = false;
        }
      };

  /** Probes come after a minute, so no test reaches one. */
  private final Pause pause = new Pause(queue, new Probes(Optional::empty), 60, 300);

  @AfterEach
  void close() {
    pause.close();
  }

  @ParameterizedTest
  @CsvSource("STORE, 1")
  void the_queue_pauses_after_so_many_failures_in_a_row(Reason reason, int inARow) {
    for (int i = 1; i < inARow; i++) {
      pause.consider(failed(reason, S3_AWAY));
      assertThat(stopped).as("after " + i).isFalse();
    }
    pause.consider(failed(reason, S3_AWAY));

    assertThat(stopped).isTrue();
    assertThat(pause.paused().map(Pause.Paused::reason)).contains(reason);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORE")
  void the_other_reasons_never_pause_it(Reason reason) {
    for (int i = 0; i < 20; i++) {
      pause.consider(failed(reason, S3_AWAY));
    }

    assertThat(stopped).isFalse();
    assertThat(pause.paused()).isEmpty();
  }

  @Test
  void a_quota_pauses_it_only_through_the_budget_which_knows_when_that_is_over() {
    pause.consider(failed(Reason.QUOTA, new IllegalStateException("budget")));
    assertThat(stopped).isFalse();

    pause.begin(failure(Reason.QUOTA), () -> Optional.of("used up"));
    assertThat(stopped).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"403, true", "500, true", "503, true", "404, false", "409, false", "412, false"})
  void a_failure_of_one_object_is_no_failure_of_the_store(int status, boolean paused) {
    Throwable thrown = S3Exception.builder().statusCode(status).message("x").build();

    pause.consider(failed(Reason.STORE, new IllegalStateException(thrown)));

    assertThat(stopped).isEqualTo(paused);
  }

  private static Failure failure(Reason reason) {
    return new Failure(reason, "why", Instant.EPOCH);
  }

  private static Exchange failed(Reason reason, Throwable thrown) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("failure", failure(reason));
    exchange.setVariable("_thrown", thrown);
    exchange.setVariable(
        "generation",
        Generation.accepted(
                new GenerationId("g-1"),
                Source.QUEUE,
                new Prompt("a lake", null, null, null, null, null),
                "msg-1",
                Instant.EPOCH)
            .accepted("a-model", "1:1", 1L));
    return exchange;
  }
}
