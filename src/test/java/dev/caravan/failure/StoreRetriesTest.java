package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.ContentBlockedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class StoreRetriesTest {

  private static final int TRIES = 3;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean pausedQueue = new AtomicBoolean();
  private final AtomicLong now = new AtomicLong(5);
  private final Pause pause = new Pause(queue(), new Probes(Optional::empty), 3600, 3600);
  private final StoreRetries retries =
      new StoreRetries(new FailurePolicy(), pause, TRIES, 20, now::get);
  private final Exchange exchange =
      new DefaultExchange(
          new DefaultCamelContext() {
            @Override
            public boolean isStopping() {
              return stopping.get();
            }
          });

  @AfterEach
  void close() {
    pause.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 409, 412, 500, 503})
  void the_write_of_a_paid_result_is_tried_for_five_minutes(int status) {
    Exception refused = S3Exception.builder().statusCode(status).build();
    assertThat(mayRetry(refused)).isTrue();
    pass(StoreRetries.LONGEST.minusSeconds(1));
    assertThat(mayRetry(refused)).isTrue();
    assertThat(mayRetry(SdkClientException.create("no connection"))).isTrue();

    pass(Duration.ofSeconds(1));

    assertThat(mayRetry(refused)).isFalse();
  }

  @Test
  void what_is_no_failure_of_s3_is_not_tried_again() {
    assertThat(mayRetry(new ContentBlockedException("no"))).isFalse();
    assertThat(mayRetry(new IllegalStateException("a bug"))).isFalse();
  }

  @Test
  void a_stop_ends_it_in_half_of_the_time_that_prompts_in_progress_have() {
    Exception refused = S3Exception.builder().statusCode(503).build();
    assertThat(mayRetry(refused)).isTrue();
    stopping.set(true);
    assertThat(mayRetry(refused)).isTrue();
    pass(Duration.ofSeconds(9));
    assertThat(mayRetry(refused)).isTrue();

    pass(Duration.ofSeconds(1));

    assertThat(mayRetry(refused)).isFalse();
  }

  @Test
  void the_queue_pauses_at_the_third_failure_of_s3_as_a_whole() {
    Exception down = S3Exception.builder().statusCode(503).build();
    fail(down);
    fail(down);
    assertThat(pausedQueue).isFalse();
    fail(down);
    assertThat(pausedQueue).isTrue();
  }

  @Test
  void a_conflict_on_one_object_pauses_nothing() {
    for (int n = 0; n < 10; n++) {
      fail(S3Exception.builder().statusCode(409).build());
    }
    assertThat(pausedQueue).isFalse();
  }

  @Test
  void the_delay_is_at_most_five_seconds_so_that_a_stop_is_noticed_in_time() {
    for (int n = 0; n < 60; n++) {
      fail(S3Exception.builder().statusCode(503).build());
      assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
          .isBetween(0L, 5000L);
    }
  }

  private boolean mayRetry(Exception thrown) {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    return retries.mayRetry(exchange);
  }

  private void fail(Exception thrown) {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    retries.process(exchange);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private Pausable queue() {
    return new Pausable() {
      @Override
      public void pause() {
        pausedQueue.set(true);
      }

      @Override
      public void resume() {
        pausedQueue.set(false);
      }
    };
  }
}
