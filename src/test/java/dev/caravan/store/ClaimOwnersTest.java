package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.store.FakeS3.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Who owns a claim while answers of S3 are lost, clocks differ and others take over. */
class ClaimOwnersTest {

  private static final String KEY = "generations/g-1.json";
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final DefaultCamelContext context = new DefaultCamelContext();
  private FakeS3 store;
  private S3Client s3;
  private Records records;
  private Claims claims;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "");
    claims = claims(LEASE, Duration.ZERO);
  }

  @AfterEach
  void stop() {
    claims.close();
    s3.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, -5, 0, 5, 60})
  void a_live_claim_is_not_taken_whatever_the_clocks_say(long secondsAhead) {
    try (Claims first = claims(Duration.ofSeconds(30), Duration.ZERO);
        Claims second = claims(Duration.ofSeconds(30), Duration.ofSeconds(secondsAhead))) {
      first.claim(received());

      assertThatThrownBy(() -> second.claim(received()))
          .isInstanceOf(AlreadyRunningException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 0, 60})
  void an_expired_claim_is_taken_whatever_the_clocks_say(long secondsAhead) {
    claims(Duration.ofSeconds(30), Duration.ofSeconds(60)).claim(received());
    // No renewal for a minute, by the clock of S3.
    store.ahead = Duration.ofSeconds(60);

    try (Claims second = claims(Duration.ofSeconds(30), Duration.ofSeconds(secondsAhead))) {
      assertThat(second.claim(received()).attempts()).isEqualTo(2);
    }
  }

  @Test
  void a_renewal_whose_answer_is_lost_is_recognised_and_the_work_goes_on() {
    Generation taken = claims.claim(received());
    store.next("PUT generations/", Fault.ANSWER_LOST);
    await().until(() -> puts() >= 3);

    Generation done = claims.finish(taken, exchange(taken));

    assertThat(done.isDone()).isTrue();
    assertThat(record().isDone()).isTrue();
  }

  @Test
  void a_renewal_of_which_neither_answer_nor_record_came_is_recognised() {
    Generation taken = claims.claim(received());
    store.next("PUT generations/", Fault.ANSWER_LOST);
    store.next("GET generations/", Fault.refused(500, "InternalError"));
    await().until(() -> puts() >= 3);

    assertThat(claims.finish(taken, exchange(taken)).isDone()).isTrue();
  }

  @Test
  void the_record_of_a_stored_result_is_written_when_s3_is_back() {
    try (Claims owner = claims(Duration.ofMinutes(1), Duration.ZERO)) {
      Generation taken = owner.claim(received());
      Fault down = Fault.refused(503, "SlowDown");
      store.next("PUT generations/", down, down, down, Fault.refused(403, "AccessDenied"));
      store.next("GET generations/", down, down, down);

      assertThat(owner.finish(taken, exchange(taken)).isDone()).isTrue();
      assertThat(record().isDone()).isTrue();
    }
  }

  @Test
  void a_record_that_is_deleted_during_the_work_is_there_again_at_the_end() {
    Generation taken = claims.claim(received());
    store.objects.remove(KEY);

    claims.requireHeld(exchange(taken));
    Generation done = claims.finish(taken, exchange(taken));

    assertThat(done.isDone()).isTrue();
    assertThat(record().isDone()).isTrue();
    assertThat(store.objects.keySet().stream().filter(key -> key.startsWith("index/"))).hasSize(1);
  }

  @Test
  void an_owner_whose_claim_another_has_taken_stores_nothing() {
    Generation taken = claims.claim(received());
    takeOver();
    await().until(() -> puts() >= 2);

    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> claims.requireHeld(exchange(taken)))
                    .isInstanceOf(RecordChangedException.class));
    assertThatThrownBy(() -> claims.finish(taken, exchange(taken)))
        .isInstanceOf(RecordChangedException.class);
    assertThat(record().claim().owner()).isEqualTo("other-1");
  }

  @Test
  void an_owner_whose_claim_expired_may_store_if_nobody_took_it() {
    Fault[] down = new Fault[60];
    Arrays.fill(down, Fault.refused(503, "SlowDown"));
    Generation taken = claims.claim(received());
    store.next("PUT generations/", down);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> taken.claim().expiresAt().plusMillis(200).isBefore(Instant.now()));
    // The faults that are left belong to the renewals; then S3 is back.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThatCode(() -> claims.requireHeld(exchange(taken)))
                    .doesNotThrowAnyException());

    assertThat(claims.finish(taken, exchange(taken)).isDone()).isTrue();
  }

  @Test
  void a_prompt_that_another_owner_finished_is_answered_from_its_record() {
    Generation taken = claims.claim(received());
    Generation theirs =
        records.replace(record().done(new Result("bucket", "k", "image/png", 9, "x"), now()));

    Generation answered = claims.finish(taken, exchange(taken));

    assertThat(answered.result()).isEqualTo(theirs.result());
  }

  @Test
  void a_prompt_whose_work_is_dropped_is_free_at_once() {
    Generation taken = claims.claim(received());

    claims.letGo(exchange(taken));

    assertThat(record().isRunning()).isFalse();
    assertThat(claims.claim(received()).attempts()).isEqualTo(2);
  }

  @Test
  void a_result_that_was_deleted_is_made_again_for_the_same_caller() {
    Generation called =
        Generation.accepted(
            new GenerationId("g-1"), Source.HTTP, Prompt.of("a boat"), null, Instant.now());
    try (Claims claims =
        new Claims(
            records, result -> false, Duration.ofSeconds(30), Clock.systemUTC(), Runnable::run)) {
      Generation taken = claims.claim(called);
      claims.finish(taken, exchange(taken));

      Generation again = claims.claim(called);

      assertThat(again.isRunning()).isTrue();
      assertThat(again.isUnstored()).isTrue();
      // A message that comes twice is no new request.
      claims.finish(again, exchange(again));
      assertThat(claims.claim(received()).isDone()).isTrue();
    }
  }

  private void takeOver() {
    Generation other =
        record().claimed(dev.caravan.generation.Claim.lasting("other-1", now(), LEASE), now());
    store.put(KEY, new RecordJson().write(other), Map.of());
  }

  private Claims claims(Duration lease, Duration ahead) {
    return new Claims(
        records, result -> true, lease, Clock.offset(Clock.systemUTC(), ahead), Runnable::run);
  }

  private long puts() {
    return store.calls.stream().filter(call -> call.startsWith("PUT generations/")).count();
  }

  private Generation record() {
    return records.find("g-1").orElseThrow();
  }

  private Exchange exchange(Generation taken) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("generation", taken);
    exchange.setVariable("result", new Result("bucket", "images/g-1.png", "image/png", 1, "a"));
    return exchange;
  }

  private static Instant now() {
    return Instant.now();
  }

  private static Generation received() {
    return Generation.accepted(
        new GenerationId("g-1"), Source.QUEUE, Prompt.of("a boat"), "g-1", Instant.now());
  }
}
