package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.StoreOutage;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
import dev.caravan.store.FakeS3.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/** A prompt that is cancelled is never paid for, and a result that is deleted is gone. */
class RemovalTest {

  private static final String IMAGE = "images/key-1.png";
  private static final Result RESULT = new Result("bucket", IMAGE, "image/png", 1, "a");

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private FakeS3 store;
  private S3Client s3;
  private Records records;
  private Claims claims;
  private Removal removal;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "", tries -> {});
    claims =
        new Claims(
            records,
            new Contents(s3)::isStored,
            Duration.ofSeconds(60),
            Clock.systemUTC(),
            Runnable::run);
    removal = new Removal(s3, records);
  }

  @AfterEach
  void stop() {
    claims.close();
    s3.close();
    store.close();
  }

  @ParameterizedTest
  @EnumSource
  void each_state_is_removed_in_its_own_way(State state) {
    records.create(in(state));

    if (state == State.RUNNING) {
      assertThatThrownBy(() -> removal.remove("key-1")).isInstanceOf(AlreadyRunningException.class);
      assertThat(record().isRunning()).isTrue();
      return;
    }
    Generation removed = removal.remove("key-1").orElseThrow().record();

    assertThat(removed.state()).isEqualTo(state == State.QUEUED ? State.CANCELLED : state);
    assertThat(removed.isDeleted()).isEqualTo(state == State.DONE || state == State.FAILED);
    assertThat(store.objects).doesNotContainKey(IMAGE);
    // The same again changes nothing.
    String before = record().version();
    assertThat(removal.remove("key-1"))
        .hasValueSatisfying(
            again -> {
              assertThat(again.isChanged()).isFalse();
              assertThat(again.record().version()).isEqualTo(before);
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"DONE", "FAILED", "CANCELLED"})
  void what_has_ended_stays_if_it_was_only_to_be_cancelled(State state) {
    records.create(in(state));
    String before = record().version();
    boolean hadImage = store.objects.containsKey(IMAGE);

    Removal.Removed kept = removal.cancel("key-1").orElseThrow();

    assertThat(kept.isChanged()).isFalse();
    assertThat(record().version()).isEqualTo(before);
    assertThat(store.objects.containsKey(IMAGE)).isEqualTo(hadImage).isEqualTo(state == State.DONE);
  }

  @Test
  void a_prompt_that_ends_before_its_cancellation_is_written_keeps_its_result() {
    records.create(in(State.QUEUED));
    store.beforeNextPut(() -> records.replace(in(State.DONE).withVersion(record().version())));

    Generation kept = removal.cancel("key-1").orElseThrow().record();

    assertThat(kept.isDone()).isTrue();
    assertThat(kept.isDeleted()).isFalse();
  }

  @Test
  void there_is_nothing_to_remove_under_an_id_without_a_record() {
    assertThat(removal.remove("key-1")).isEmpty();
    assertThat(removal.remove("../images")).isEmpty();
  }

  @Test
  void a_cancellation_before_the_claim_wins() {
    records.create(in(State.QUEUED));
    // The claim has read the record before, and its write comes after the cancellation.
    store.beforeNextPut(() -> removal.remove("key-1"));

    Generation answered = claims.claim(accepted());

    assertThat(answered.isCancelled()).isTrue();
    assertThat(record().isCancelled()).isTrue();
    assertThat(record().modelCalls()).isZero();
  }

  @Test
  void a_claim_before_the_cancellation_wins() {
    records.create(in(State.QUEUED));
    // The cancellation has read the record before, and its write comes after the claim.
    store.beforeNextPut(() -> claims.claim(accepted()));

    assertThatThrownBy(() -> removal.remove("key-1")).isInstanceOf(AlreadyRunningException.class);

    assertThat(record().isRunning()).isTrue();
  }

  static Stream<Arguments> faults() {
    List<Fault> faults =
        List.of(
            Fault.REQUEST_LOST,
            Fault.ANSWER_LOST,
            Fault.refused(409, "ConditionalRequestConflict"),
            Fault.refused(412, "PreconditionFailed"),
            Fault.refused(500, "InternalError"),
            Fault.refused(503, "SlowDown"),
            Fault.applied(500, "InternalError"),
            Fault.applied(503, "SlowDown"));
    return Stream.of("GET generations/", "PUT generations/")
        .flatMap(call -> faults.stream().map(fault -> Arguments.of(call, fault)));
  }

  /** The caller gets either the cancelled record or an error, and then may ask again. */
  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_of_any_call_leaves_the_prompt_cancelled_or_waiting(String call, Fault fault) {
    records.create(in(State.QUEUED));
    if (call.startsWith("GET") && fault.isApplied()) {
      // A read that is answered with an error is the same, whether it was carried out or not.
      return;
    }
    store.next(call, fault);

    Optional<Generation> answered = Optional.empty();
    try {
      answered = removal.remove("key-1").map(Removal.Removed::record);
    } catch (StoreException e) {
      assertThat(record().state()).isEqualTo(State.QUEUED);
    }

    assertThat(answered.isPresent()).isEqualTo(call.startsWith("PUT"));
    assertThat(removal.remove("key-1").orElseThrow().record().isCancelled()).isTrue();
    assertThat(claims.claim(accepted()).isCancelled()).isTrue();
  }

  @Test
  void everything_that_continues_prompts_leaves_a_cancelled_one_alone() {
    records.create(in(State.QUEUED));
    Generation cancelled = removal.remove("key-1").orElseThrow().record();

    assertThat(claims.isAnswered(accepted())).isTrue();
    assertThat(new Outbox(records, result -> true).enqueue(accepted(), exchange).isCancelled())
        .isTrue();
    assertThat(exchange.getVariable("_send")).isEqualTo(false);
    exchange.setVariable("generation", accepted());
    exchange.setVariable("failure", new Failure(Reason.EXPIRED, "why", Instant.now()));
    new FailedRecords(records, claims).fail(exchange);
    assertThat(
            new SweptRecord(
                    records,
                    new StoredResults(s3, "bucket", new ResultKeys("")),
                    null,
                    Duration.ZERO,
                    Duration.ZERO)
                .handle(record(), Instant.now().plusSeconds(9), true))
        .isEqualTo(SweptRecord.Next.NOTHING);

    assertThat(record().version()).isEqualTo(cancelled.version());
  }

  @Test
  void a_deleted_result_is_made_again_if_its_caller_asks_even_if_another_object_is_there() {
    records.create(in(State.DONE));
    removal.remove("key-1");
    store.put(IMAGE, "late".getBytes(), Map.of());

    Generation again = claims.claim(accepted());

    assertThat(again.isRunning()).isTrue();
    assertThat(again.isDeleted()).isFalse();
  }

  @Test
  void a_deleted_failure_that_is_tried_again_is_not_deleted_any_more() {
    records.create(in(State.FAILED));
    removal.remove("key-1");

    assertThat(record().released(null).isDeleted()).isFalse();
    assertThat(record().released(null).claimed(claim(), Instant.now()).isDeleted()).isFalse();
  }

  @Test
  void a_result_that_is_made_again_meanwhile_is_not_marked_as_deleted() {
    records.create(in(State.DONE));
    store.beforeNextPut(() -> claims.claim(accepted()));

    assertThatThrownBy(() -> removal.remove("key-1")).isInstanceOf(AlreadyRunningException.class);

    assertThat(record().isRunning()).isTrue();
    assertThat(record().isDeleted()).isFalse();
  }

  @Test
  void a_deletion_that_ended_early_is_completed_by_the_next_one() {
    records.create(in(State.DONE));
    store.next("PUT generations/", Fault.refused(403, "AccessDenied"));
    assertThatThrownBy(() -> removal.remove("key-1")).isInstanceOf(StoreException.class);
    assertThat(record().isDeleted()).isFalse();

    assertThat(removal.remove("key-1").orElseThrow().record().isDeleted()).isTrue();
  }

  @Test
  void a_missing_permission_is_named_and_does_not_look_like_an_outage() {
    records.create(in(State.DONE));
    store.next("DELETE", Fault.refused(403, "AccessDenied"));

    assertThatThrownBy(() -> removal.remove("key-1"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("s3:DeleteObject")
        .satisfies(thrown -> assertThat(StoreOutage.is(thrown)).isFalse());
    assertThat(record().isDeleted()).isFalse();
    assertThat(store.objects).containsKey(IMAGE);
  }

  private Generation in(State state) {
    if (state == State.DONE) {
      store.put(IMAGE, "image".getBytes(), Map.of());
    }
    return switch (state) {
      case QUEUED -> accepted();
      case RUNNING -> accepted().claimed(claim(), Instant.now());
      case DONE -> accepted().claimed(claim(), Instant.now()).done(RESULT, Instant.now());
      case FAILED -> accepted().failed(new Failure(Reason.QUEUE, "why", Instant.now()));
      case CANCELLED -> accepted().cancelled(Instant.now());
    };
  }

  private static Claim claim() {
    return Claim.lasting("other-1", Instant.now(), Duration.ofSeconds(60));
  }

  private Generation record() {
    return records.find("key-1").orElseThrow();
  }

  private static Generation accepted() {
    return Generation.accepted(
        new GenerationId("key-1"), Source.HTTP, Prompt.of("a boat"), null, Instant.now());
  }
}
