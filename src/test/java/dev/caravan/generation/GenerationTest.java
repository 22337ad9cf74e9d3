package dev.caravan.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GenerationTest {

  private static final Instant NOON = Instant.parse("2026-11-05T12:00:00Z");
  private static final Result RESULT = new Result("b", "images/g-1.png", "image/png", 3, "ab");

  private final Prompt prompt = new Prompt("a lake", "m", "16:9", 7L, null, null);
  private final Generation accepted =
      Generation.accepted(new GenerationId("g-1"), Source.QUEUE, prompt, "msg-1", NOON);

  @Test
  void an_accepted_prompt_is_queued_and_was_never_tried() {
    assertThat(accepted.state()).isEqualTo(State.QUEUED);
    assertThat(accepted.attempts()).isZero();
    assertThat(accepted.schema()).isEqualTo(Generation.SCHEMA);
    assertThat(accepted.fingerprint()).isEqualTo(prompt.fingerprint());
    assertThat(accepted.model()).isEqualTo("m");
    assertThat(accepted.aspectRatio()).isEqualTo("16:9");
    assertThat(accepted.seed()).isEqualTo(7);
    assertThat(accepted.messageId()).isEqualTo("msg-1");
    assertThat(accepted.times()).isEqualTo(Times.receivedAt(NOON));
    assertThat(accepted.claim()).isNull();
    assertThat(accepted.version()).isNull();
  }

  @Test
  void what_the_catalogue_fills_in_leaves_the_prompt_as_it_was_asked() {
    Generation filled = accepted.accepted("other", "1:1", 9L);

    assertThat(filled.model()).isEqualTo("other");
    assertThat(filled.aspectRatio()).isEqualTo("1:1");
    assertThat(filled.seed()).isEqualTo(9);
    assertThat(filled.prompt()).isSameAs(prompt);
    assertThat(filled.fingerprint()).isEqualTo(prompt.fingerprint());
  }

  @Test
  void a_claim_makes_it_running_and_counts_the_attempt() {
    Generation claimed = accepted.claimed(new Claim("me", NOON.plusSeconds(300)), NOON);

    assertThat(claimed.isRunning()).isTrue();
    assertThat(claimed.attempts()).isEqualTo(1);
    assertThat(claimed.modelCalls()).as("one is reserved").isEqualTo(1);
    assertThat(claimed.times().claimed()).isEqualTo(NOON);
    assertThat(accepted.state()).as("the one before").isEqualTo(State.QUEUED);
  }

  @Test
  void a_prompt_whose_result_is_made_again_keeps_what_its_first_result_cost() {
    Generation again =
        accepted
            .claimed(new Claim("me", NOON.plusSeconds(300)), NOON)
            .spent(new Usage(10, 20), new BigDecimal("0.04"))
            .answered(7L, "end_turn")
            .done(RESULT, NOON)
            .reopened();

    assertThat(again.state()).isEqualTo(State.QUEUED);
    assertThat(again.result()).isNull();
    assertThat(again.stopReason()).isNull();
    assertThat(again.modelCalls()).as("it may make all its calls again").isZero();
    assertThat(again.usage()).isEqualTo(new Usage(10, 20));
    assertThat(again.costUsd()).isEqualByComparingTo("0.04");
  }

  @Test
  void a_claim_holds_until_the_moment_it_expires() {
    Generation claimed = accepted.claimed(new Claim("me", NOON.plusSeconds(300)), NOON);

    assertThat(claimed.isClaimedAt(NOON.plusSeconds(299))).isTrue();
    assertThat(claimed.isClaimedAt(NOON.plusSeconds(300))).isFalse();
    assertThat(accepted.isClaimedAt(NOON)).isFalse();
  }

  @Test
  void a_new_claim_keeps_the_last_call_and_the_failure_of_the_attempt_before() {
    Failure throttled = new Failure(Reason.THROTTLED, "later", NOON);
    Generation first = accepted.claimed(new Claim("me", NOON.plusSeconds(300)), NOON);
    Generation back =
        first
            .withTimes(first.times().withInvoked(NOON).withAnswered(NOON).withStored(NOON))
            .released(throttled);

    Generation second = back.claimed(new Claim("you", NOON.plusSeconds(900)), NOON.plusSeconds(9));

    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.failure()).isEqualTo(throttled);
    assertThat(second.claim().owner()).isEqualTo("you");
    assertThat(second.times())
        .isEqualTo(new Times(NOON, null, NOON.plusSeconds(9), NOON, null, null, null, null));
  }

  @Test
  void what_is_given_back_can_be_claimed_and_says_what_happened() {
    Failure throttled = new Failure(Reason.THROTTLED, "later", NOON);

    Generation back =
        accepted.claimed(new Claim("me", NOON.plusSeconds(300)), NOON).released(throttled);

    assertThat(back.state()).isEqualTo(State.QUEUED);
    assertThat(back.claim()).isNull();
    assertThat(back.isClaimedAt(NOON)).isFalse();
    assertThat(back.failure()).isEqualTo(throttled);
    assertThat(back.attempts()).isEqualTo(1);
  }

  @Test
  void a_stored_result_ends_it_and_frees_the_claim() {
    Generation done =
        accepted
            .claimed(new Claim("me", NOON.plusSeconds(300)), NOON)
            .answered(8L, null)
            .spent(new Usage(1, 2), new BigDecimal("0.04"))
            .done(RESULT, NOON.plusMillis(1500));

    assertThat(done.isDone()).isTrue();
    assertThat(done.claim()).isNull();
    assertThat(done.result()).isEqualTo(RESULT);
    assertThat(done.seed()).isEqualTo(8);
    assertThat(done.usage()).isEqualTo(new Usage(1, 2));
    assertThat(done.costUsd()).isEqualByComparingTo("0.04");
    assertThat(done.durationMs()).isEqualTo(1500);
  }

  @Test
  void there_is_no_duration_before_there_is_a_result() {
    assertThat(accepted.durationMs()).isNull();
    assertThat(accepted.claimed(new Claim("me", NOON), NOON).durationMs()).isNull();
  }

  @Test
  void a_failure_ends_it_and_frees_the_claim() {
    Failure blocked = new Failure(Reason.CONTENT_BLOCKED, "refused", NOON);

    Generation failed =
        accepted.claimed(new Claim("me", NOON.plusSeconds(300)), NOON).failed(blocked);

    assertThat(failed.isFailed()).isTrue();
    assertThat(failed.claim()).isNull();
    assertThat(failed.failure()).isEqualTo(blocked);
  }

  @Test
  void a_message_on_the_queue_keeps_its_id_and_its_time() {
    Generation sent = accepted.sent("msg-2", NOON.plusSeconds(1));

    assertThat(sent.messageId()).isEqualTo("msg-2");
    assertThat(sent.times().sent()).isEqualTo(NOON.plusSeconds(1));
    assertThat(sent.times().received()).isEqualTo(NOON);
    assertThat(sent.state()).isEqualTo(State.QUEUED);
  }

  @Test
  void a_renewed_claim_is_still_its_owners_and_nobody_elses() {
    Claim mine = new Claim("me", NOON);
    Generation renewed = accepted.claimed(mine, NOON).renewed(NOON.plusSeconds(60));

    assertThat(renewed.isClaimedBy(mine)).isTrue();
    assertThat(renewed.isClaimedBy(new Claim("you", NOON))).isFalse();
    assertThat(renewed.isClaimedBy(null)).isFalse();
    assertThat(renewed.done(RESULT, NOON).isClaimedBy(mine)).isFalse();
  }

  @Test
  void the_version_travels_along_through_every_step() {
    Generation read = accepted.withVersion("\"etag\"");

    assertThat(read.claimed(new Claim("me", NOON), NOON).version()).isEqualTo("\"etag\"");
    assertThat(read.done(RESULT, NOON).version()).isEqualTo("\"etag\"");
    assertThat(read.failed(new Failure(Reason.STORE, "x", NOON)).version()).isEqualTo("\"etag\"");
  }

  @Test
  void an_unreadable_message_has_a_record_without_a_prompt() {
    Generation unreadable = Generation.unreadable(new GenerationId("g-2"), "{", "msg-1", NOON);

    assertThat(unreadable.id()).isEqualTo("g-2");
    assertThat(unreadable.prompt()).isNull();
    assertThat(unreadable.source()).isEqualTo(Source.QUEUE);
    assertThat(unreadable.fingerprint())
        .isEqualTo("unreadable-" + Sha256.of("{").hex())
        .isNotEqualTo(prompt.fingerprint());
  }

  @Test
  void an_image_is_told_from_a_text_and_both_have_a_path() {
    assertThat(RESULT.isImage()).isTrue();
    assertThat(RESULT.path()).isEqualTo("s3://b/images/g-1.png");
    assertThat(new Result("b", "texts/g-1.txt", "text/plain; charset=utf-8", 1, "ab").isImage())
        .isFalse();
  }
}
