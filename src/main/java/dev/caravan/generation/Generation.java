package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The life of one prompt and its outcome. It is the record in S3 and the body of the exchange in
 * the routes. It is immutable; each step makes a new one.
 *
 * @param caller the name of the token that the caller sent; null for a caller without one, and for
 *     messages
 * @param prompt as the caller sent it; null if a queue message could not be read
 * @param fingerprint of the prompt as the caller sent it, or of a message that could not be read
 * @param model the catalogue id in use
 * @param aspectRatio in use: the caller's, or else the model's default
 * @param seed in use: the caller's, or else one derived from the id
 * @param messageId of the queue message that carries it; null for a synchronous prompt
 * @param attempts number of claims
 * @param modelCalls calls that may have been billed: all except those that Bedrock rejected at
 *     once. While it runs, this includes a call that is about to be made, so that the limit holds
 *     even if the process ends during the call. It begins at 0 again if an operator redrives the
 *     prompt, or a caller asks for a deleted result again
 * @param usage of all calls ever made for it
 * @param costUsd of all calls ever made for it
 * @param stopReason why a text model stopped, for example {@code end_turn}; null for images
 * @param version the ETag of the record when it was last read or written; not part of the record
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record Generation(
    int schema,
    String id,
    State state,
    Source source,
    String caller,
    Prompt prompt,
    String fingerprint,
    String model,
    String aspectRatio,
    Long seed,
    String messageId,
    int attempts,
    int modelCalls,
    Times times,
    Claim claim,
    Result result,
    Usage usage,
    BigDecimal costUsd,
    String stopReason,
    Failure failure,
    @JsonIgnore String version) {

  /** The version of the record format; a reader refuses a newer one. */
  public static final int SCHEMA = 1;

  /** A prompt that was just received; nothing is stored yet. */
  public static Generation accepted(
      GenerationId id, Source source, Prompt prompt, String messageId, Instant now) {
    return new Generation(
        SCHEMA,
        id.value(),
        State.QUEUED,
        source,
        null,
        prompt,
        prompt.fingerprint(),
        prompt.model(),
        prompt.aspectRatio(),
        prompt.seed(),
        messageId,
        0,
        0,
        Times.receivedAt(now),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * A queue message that could not be read; its record contains only the reason.
   *
   * @param body as it was sent; its digest tells two unreadable messages of one id apart
   */
  public static Generation unreadable(GenerationId id, String body, String messageId, Instant now) {
    return new Generation(
        SCHEMA,
        id.value(),
        State.QUEUED,
        Source.QUEUE,
        null,
        null,
        fingerprintOfUnreadable(body),
        null,
        null,
        null,
        messageId,
        0,
        0,
        Times.receivedAt(now),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The fingerprint of a message that could not be read. No prompt has the same one. */
  public static String fingerprintOfUnreadable(String body) {
    return "unreadable-" + Sha256.of(body == null ? "" : body).hex();
  }

  public boolean isRunning() {
    return state == State.RUNNING;
  }

  public boolean isDone() {
    return state == State.DONE;
  }

  public boolean isFailed() {
    return state == State.FAILED;
  }

  public boolean isCancelled() {
    return state == State.CANCELLED;
  }

  /** Whether a caller deleted it, and its result with it. Its state stays as it was. */
  public boolean isDeleted() {
    return times.deleted() != null;
  }

  /**
   * True if its id was made here, for a prompt by HTTP without an Idempotency-Key: no message and
   * no caller can repeat it.
   */
  public boolean isKnownToNobody() {
    return source == Source.HTTP && messageId == null && !GenerationId.isFromKey(id);
  }

  /** The caller's {@code metadata} value of this name; empty if there is none. */
  public String metadata(String name) {
    return prompt == null || prompt.metadata() == null
        ? ""
        : prompt.metadata().getOrDefault(name, "");
  }

  /**
   * Whether a claim on it is valid.
   *
   * @param now used only if the store did not say how old the record was when it was read
   */
  public boolean isClaimedAt(Instant now) {
    return isRunning() && claim != null && claim.isValidAt(now);
  }

  /** Whether it is running and claimed by the same owner; the claim may have been renewed. */
  public boolean isClaimedBy(Claim other) {
    return isRunning() && claim != null && other != null && claim.owner().equals(other.owner());
  }

  /** Milliseconds from the claim to the stored result. */
  public Long durationMs() {
    return times.stored() == null || times.claimed() == null
        ? null
        : times.stored().toEpochMilli() - times.claimed().toEpochMilli();
  }

  public Generation withVersion(String version) {
    return copy().version(version).build();
  }

  /** With the model parameters that the prompt left open. */
  public Generation accepted(String model, String aspectRatio, Long seed) {
    return copy().model(model).aspectRatio(aspectRatio).seed(seed).build();
  }

  /** The same prompt under another id. */
  public Generation under(GenerationId id) {
    return copy().id(id.value()).build();
  }

  /** With the name of its caller. */
  public Generation from(String caller) {
    return copy().caller(caller).build();
  }

  public Generation withTimes(Times times) {
    return copy().times(times).build();
  }

  public Generation sent(String messageId, Instant at) {
    return copy().messageId(messageId).times(times.withSent(at)).build();
  }

  /** Claimed, with one model call reserved in the same write. */
  public Generation claimed(Claim claim, Instant now) {
    return copy()
        .state(State.RUNNING)
        .claim(claim)
        .attempts(attempts + 1)
        .modelCalls(modelCalls + 1)
        .times(times.withClaimed(now))
        .build();
  }

  /** With a later end of the claim. */
  public Generation renewed(Instant expiresAt) {
    return copy().claim(claim.until(expiresAt)).build();
  }

  /** As read from the store, which says how old the record was then. */
  public Generation readAtAge(Duration age) {
    return claim == null ? this : copy().claim(claim.readAtAge(age)).build();
  }

  public Generation withAttempts(int made) {
    return copy().attempts(made).build();
  }

  public Generation withModelCalls(int calls) {
    return copy().modelCalls(calls).build();
  }

  /** Whether no result is in S3 yet. */
  public boolean isUnstored() {
    return result == null;
  }

  /** With a result that an earlier attempt or another owner stored. */
  public Generation recovered(
      Result result, Long seed, Usage usage, BigDecimal costUsd, String stopReason) {
    return copy()
        .result(result)
        .seed(seed)
        .usage(usage)
        .costUsd(costUsd)
        .stopReason(stopReason)
        .build();
  }

  /**
   * A finished prompt whose result was deleted, as if it had only been accepted. It may make all of
   * its model calls again, and what the earlier ones have used and cost stays in the record.
   */
  public Generation reopened() {
    return copy()
        .state(State.QUEUED)
        .result(null)
        .stopReason(null)
        .failure(null)
        .modelCalls(0)
        .times(times.withDeleted(null))
        .build();
  }

  /** Given back unfinished, with what failed; the next receiver may claim it. */
  public Generation released(Failure failure) {
    return copy()
        .state(State.QUEUED)
        .claim(null)
        .failure(failure)
        .times(times.withDeleted(null))
        .build();
  }

  /** Taken back while it waited. The failure of an earlier attempt stays. */
  public Generation cancelled(Instant now) {
    return copy().state(State.CANCELLED).times(times.withCancelled(now)).build();
  }

  /** Marked as deleted, after it has ended and its result was removed. */
  public Generation deleted(Instant now) {
    return copy().times(times.withDeleted(now)).build();
  }

  public Generation done(Result result, Instant now) {
    return copy().state(State.DONE).claim(null).result(result).times(times.withStored(now)).build();
  }

  public Generation failed(Failure failure) {
    return copy().state(State.FAILED).claim(null).failure(failure).build();
  }

  /**
   * With what all its calls together have used, whatever they answered.
   *
   * @param usage null if no call has reported any
   * @param costUsd null if no call has a known cost
   */
  public Generation spent(Usage usage, BigDecimal costUsd) {
    return copy().usage(usage).costUsd(costUsd).build();
  }

  /** With the model's answer before it is stored: the seed it used, and why it stopped. */
  public Generation answered(Long seed, String stopReason) {
    return copy().seed(seed).stopReason(stopReason).build();
  }

  private GenerationBuilder copy() {
    return new GenerationBuilder(this);
  }
}
