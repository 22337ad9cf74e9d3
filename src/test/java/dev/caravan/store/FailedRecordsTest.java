package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import java.io.IOException;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A refused message has a record of its own before its dead letter is sent. */
class FailedRecordsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private FakeS3 store;
  private S3Client s3;
  private Records records;
  private FailedRecords failed;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "");
    failed = new FailedRecords(records, null);
  }

  @AfterEach
  void stop() {
    s3.close();
    store.close();
  }

  @Test
  void a_message_without_a_record_gets_one() {
    Generation reserved = failed.reserve(message("g-1", "a lake", "m-1"));

    assertThat(reserved.id()).isEqualTo("g-1");
    assertThat(fingerprintOf("g-1")).isEqualTo(reserved.fingerprint());
  }

  @Test
  void a_message_whose_record_is_its_own_keeps_it() {
    Generation first = records.create(message("g-1", "a lake", "m-1"));

    assertThat(failed.reserve(message("g-1", "a lake", "m-2")).id()).isEqualTo("g-1");
    assertThat(records.find("g-1").orElseThrow().version()).isEqualTo(first.version());
  }

  /** Such as one that has expired, which is noticed before it is claimed again. */
  @Test
  void a_refused_message_has_the_attempts_of_its_record() {
    Generation refused = message("g-1", "a lake", "m-1");
    records.create(refused.withAttempts(3));

    assertThat(failed.reserve(refused).attempts()).isEqualTo(3);
    assertThat(failed.reserve(message("g-2", "a lake", "m-2")).attempts()).isZero();
  }

  @Test
  void a_message_with_the_id_of_another_gets_a_record_under_its_message_id() {
    Generation first = records.create(message("g-1", "a lake", "m-1"));
    Generation readable = message("g-1", "a house", "m-2");
    Generation unreadable =
        Generation.unreadable(new GenerationId("g-1"), "{\"id\":\"g-1\"}", "m-3", NOON);

    for (Generation other : new Generation[] {readable, unreadable}) {
      assertThat(failed.reserve(other).id()).isEqualTo(other.messageId());
      assertThat(fingerprintOf(other.messageId())).isEqualTo(other.fingerprint());
    }
    assertThat(records.find("g-1").orElseThrow().version()).isEqualTo(first.version());
  }

  @Test
  void of_two_messages_that_come_together_only_one_gets_the_id() {
    store.beforeNextPut(() -> records.create(message("g-1", "a lake", "m-1")));

    Generation reserved = failed.reserve(message("g-1", "a house", "m-2"));

    assertThat(reserved.id()).isEqualTo("m-2");
    assertThat(fingerprintOf("g-1")).isEqualTo(Prompt.of("a lake").fingerprint());
    assertThat(fingerprintOf("m-2")).isEqualTo(Prompt.of("a house").fingerprint());
  }

  @Test
  void a_broken_record_keeps_no_message_on_the_queue() {
    s3.putObject(
        put -> put.bucket("bucket").key("generations/g-1.json"), RequestBody.fromString("{broken"));

    Generation named = failed.reserve(message("g-1", "a lake", "m-1"));
    Generation unnamed = failed.reserve(message("g-1", "a lake", "g-1"));

    assertThat(named.id()).isEqualTo("m-1");
    assertThat(fingerprintOf("m-1")).isEqualTo(named.fingerprint());
    assertThat(unnamed.id()).isEqualTo("g-1");
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("generation", unnamed);
    exchange.setVariable("failure", new Failure(Reason.EXPIRED, "too late", NOON));
    assertThatCode(() -> failed.fail(exchange)).doesNotThrowAnyException();
  }

  private String fingerprintOf(String id) {
    return records.find(id).orElseThrow().fingerprint();
  }

  private static Generation message(String id, String text, String messageId) {
    return Generation.accepted(
        new GenerationId(id), Source.QUEUE, Prompt.of(text), messageId, NOON);
  }
}
