package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Whether a repeated asynchronous request sends its prompt again. */
class OutboxTest {

  private static final Instant NOW = Instant.now();

  private FakeS3 store;
  private S3Client s3;
  private Records records;
  private boolean resultIsStored = true;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "");
  }

  @AfterEach
  void stop() {
    s3.close();
    store.close();
  }

  @Test
  void a_new_prompt_is_sent() {
    assertThat(sends()).isTrue();
  }

  @Test
  void a_prompt_whose_message_is_on_its_way_is_not_sent_twice() {
    records.create(asked().sent("m-1", NOW.minusSeconds(10)));

    assertThat(sends()).isFalse();
  }

  @Test
  void a_prompt_whose_message_was_sent_a_while_ago_is_sent_again() {
    records.create(asked().sent("m-1", NOW.minusSeconds(31)));

    assertThat(sends()).isTrue();
  }

  @Test
  void a_prompt_that_was_never_sent_is_sent() {
    records.create(askedAt(NOW.minusSeconds(31)));

    assertThat(sends()).isTrue();
  }

  @Test
  void a_prompt_that_is_worked_on_is_not_sent() {
    records.create(asked().claimed(Claim.lasting("other", NOW, Duration.ofSeconds(60)), NOW));

    assertThat(sends()).isFalse();
    assertThat(record().isRunning()).isTrue();
  }

  @Test
  void a_prompt_whose_owner_has_died_is_sent_and_free_at_once() {
    records.create(asked().claimed(Claim.lasting("other", NOW, Duration.ofSeconds(60)), NOW));
    store.ahead = Duration.ofSeconds(90);

    assertThat(sends()).isTrue();
    assertThat(record().state()).isEqualTo(State.QUEUED);
    assertThat(record().claim()).isNull();
  }

  @Test
  void a_finished_prompt_is_sent_only_if_its_result_was_deleted() {
    records.create(asked().done(new Result("bucket", "k", "image/png", 1, "a"), NOW));
    assertThat(sends()).isFalse();

    resultIsStored = false;

    assertThat(sends()).isTrue();
    assertThat(record().state()).isEqualTo(State.QUEUED);
    assertThat(record().result()).isNull();
  }

  private boolean sends() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    new Outbox(records, result -> resultIsStored, Clock.systemUTC()).enqueue(asked(), exchange);
    return exchange.getVariable("_send", Boolean.class);
  }

  private Generation record() {
    return records.find("g-1").orElseThrow();
  }

  private static Generation asked() {
    return askedAt(NOW);
  }

  private static Generation askedAt(Instant received) {
    return Generation.accepted(
        new GenerationId("g-1"), Source.HTTP, Prompt.of("a boat"), null, received);
  }
}
