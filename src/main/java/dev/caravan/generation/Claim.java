package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;

/**
 * The owner of a running generation, and how long no other may take it.
 *
 * @param expiresAt the end of the claim by its owner's clock
 * @param seconds how long the claim lasts after the write that made or renewed it; null in records
 *     of older versions
 * @param left how much of it was left when the record was read, by the store's clock alone; zero or
 *     less if it has expired; null if the store did not say. It is not part of the record
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
public record Claim(String owner, Instant expiresAt, Long seconds, @JsonIgnore Duration left) {

  /** A claim as its owner makes it. */
  public static Claim lasting(String owner, Instant now, Duration length) {
    return new Claim(owner, now.plus(length), Math.max(1, length.toSeconds()), null);
  }

  public Claim(String owner, Instant expiresAt) {
    this(owner, expiresAt, null, null);
  }

  Claim until(Instant later) {
    return new Claim(owner, later, seconds, null);
  }

  /**
   * With the time that is left according to the store. Both of its times are whole seconds, so a
   * second is added: a claim never counts as expired too early.
   *
   * @param age of the record when it was read
   */
  public Claim readAtAge(Duration age) {
    return seconds == null
        ? this
        : new Claim(owner, expiresAt, seconds, Duration.ofSeconds(seconds + 1).minus(age));
  }

  boolean isValidAt(Instant now) {
    return left == null ? expiresAt.isAfter(now) : left.compareTo(Duration.ZERO) > 0;
  }

  /** When another may take it at the latest, by the clock that says {@code now}. */
  public Instant freeAt(Instant now) {
    return left == null ? expiresAt : now.plus(left);
  }
}
