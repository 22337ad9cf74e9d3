package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One prompt's life and its outcome: the record that lies in S3, and what travels through the
 * routes. It never changes; each step makes the next one.
 *
 * @param prompt as it was asked; null where a queue message could not be read
 * @param fingerprint of the prompt as it was asked
 * @param model the catalogue id in use
 * @param aspectRatio in use: the caller's, else the model's default
 * @param seed the seed in use: the caller's, else one derived from the id
 * @param messageId of the queue message that carries it; null for a synchronous prompt
 * @param attempts how often it was claimed
 * @param modelCalls that may have been billed: all but those that were refused outright
 * @param version the record's ETag in S3 when it was last read or written; not part of the record
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
    Failure failure,
    @JsonIgnore String version) {

  /** The record format; a reader refuses a newer one. */
  public static final int SCHEMA = 1;

  /** A prompt just taken in; nothing is stored yet. */
  public static Generation accepted(
      GenerationId id, Source source, Prompt prompt, String messageId, Instant now) {
    return new Generation(
        SCHEMA,
        id.value(),
        State.QUEUED,
        source,
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
        null);
  }

  /** A queue message that could not be understood; its record says only that, and why. */
  public static Generation unreadable(GenerationId id, String messageId, Instant now) {
    return new Generation(
        SCHEMA,
        id.value(),
        State.QUEUED,
        Source.QUEUE,
        null,
        "unreadable",
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
        null);
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

  /** What the caller noted under this name in {@code metadata}; empty where nothing. */
  public String metadata(String name) {
    return prompt == null || prompt.metadata() == null
        ? ""
        : prompt.metadata().getOrDefault(name, "");
  }

  /** Refused for good: the same prompt would be refused again. */
  public boolean isRefused() {
    return isFailed()
        && (failure.reason() == Reason.INVALID_PROMPT
            || failure.reason() == Reason.CONTENT_BLOCKED);
  }

  public boolean isClaimedAt(Instant now) {
    return isRunning() && claim != null && claim.expiresAt().isAfter(now);
  }

  /** Whether it is running under the claim of the same owner, which may have been renewed. */
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

  /** What is asked of the model, with everything filled in that the prompt left open. */
  public Generation accepted(String model, String aspectRatio, Long seed) {
    return copy().model(model).aspectRatio(aspectRatio).seed(seed).build();
  }

  public Generation withTimes(Times times) {
    return copy().times(times).build();
  }

  public Generation sent(String messageId, Instant at) {
    return copy().messageId(messageId).times(times.withSent(at)).build();
  }

  public Generation claimed(Claim claim, Instant now) {
    return copy()
        .state(State.RUNNING)
        .claim(claim)
        .attempts(attempts + 1)
        .times(times.withClaimed(now))
        .build();
  }

  /** The claim holds longer. */
  public Generation renewed(Instant expiresAt) {
    return copy().claim(new Claim(claim.owner(), expiresAt)).build();
  }

  public Generation withModelCalls(int calls) {
    return copy().modelCalls(calls).build();
  }

  /** No result lies in S3 yet. */
  public boolean isUnstored() {
    return result == null;
  }

  /** A result that an earlier attempt stored before it could say so. */
  public Generation recovered(Result result, Long seed, Usage usage, BigDecimal costUsd) {
    return copy().result(result).seed(seed).usage(usage).costUsd(costUsd).build();
  }

  /** Given back unfinished: the next receiver may claim it; {@code failure} says what happened. */
  public Generation released(Failure failure) {
    return copy().state(State.QUEUED).claim(null).failure(failure).build();
  }

  public Generation done(Result result, Instant now) {
    return copy().state(State.DONE).claim(null).result(result).times(times.withStored(now)).build();
  }

  public Generation failed(Failure failure) {
    return copy().state(State.FAILED).claim(null).failure(failure).build();
  }

  /** What the model answered, before it is stored: the seed it used, its tokens, its price. */
  public Generation answered(Long seed, Usage usage, BigDecimal costUsd) {
    return copy().seed(seed).usage(usage).costUsd(costUsd).build();
  }

  private GenerationBuilder copy() {
    return new GenerationBuilder(this);
  }
}
