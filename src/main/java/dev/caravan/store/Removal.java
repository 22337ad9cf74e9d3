package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Removes generations for callers: cancels one that waits, and deletes the result of one that has
 * ended. The record stays and says so. Every change is a compare-and-set, so either a claim or a
 * cancellation succeeds, never both.
 */
public final class Removal {

  private static final int TRIES = 5;
  private static final int FORBIDDEN = 403;

  private final S3Client s3;
  private final Records records;
  private final Clock clock = Clock.systemUTC();

  public Removal(S3Client s3, Records records) {
    this.s3 = s3;
    this.records = records;
  }

  /**
   * A record after the call.
   *
   * @param isChanged false if it had been cancelled or deleted before
   */
  public record Removed(Generation record, boolean isChanged) {}

  /**
   * Cancels or deletes a generation; one that was cancelled or deleted before stays as it is.
   *
   * @return empty if there is no record
   * @throws AlreadyRunningException if an instance works on it, or has begun to and stopped
   * @throws RecordChangedException if other writers were faster five times
   * @throws StoreException if S3 fails or does not permit the deletion
   */
  public Optional<Removed> remove(String id) {
    return change(id, this::remove);
  }

  /**
   * Cancels a generation that waits; one that has ended stays as it is, with its result.
   *
   * @return empty if there is no record
   * @throws AlreadyRunningException as {@link #remove}
   * @throws RecordChangedException as {@link #remove}
   * @throws StoreException if S3 fails
   */
  public Optional<Removed> cancel(String id) {
    return change(
        id,
        record ->
            record.isDone() || record.isFailed() ? new Removed(record, false) : remove(record));
  }

  private Optional<Removed> change(String id, Function<Generation, Removed> change) {
    for (int tries = 1; ; tries++) {
      Optional<Generation> found = records.find(id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(change.apply(found.get()));
      } catch (RecordChangedException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private Removed remove(Generation record) {
    Instant now = clock.instant();
    return switch (record.state()) {
      case QUEUED -> new Removed(records.replace(record.cancelled(now)), true);
      case RUNNING ->
          throw new AlreadyRunningException(
              record.id(), record.claim() == null ? now : record.claim().freeAt(now));
      case CANCELLED -> new Removed(record, false);
      case DONE, FAILED ->
          record.isDeleted() ? new Removed(record, false) : new Removed(delete(record, now), true);
    };
  }

  /**
   * The result goes first: if the record were first and this instance ended in between, nobody
   * would delete the result.
   */
  private Generation delete(Generation record, Instant now) {
    if (record.isDone()) {
      delete(record.result());
    }
    return records.replace(record.deleted(now));
  }

  private void delete(Result result) {
    try {
      s3.deleteObject(object -> object.bucket(result.bucket()).key(result.key()));
    } catch (SdkException e) {
      if (e instanceof AwsServiceException answer && answer.statusCode() == FORBIDDEN) {
        // Without the cause, which would pause the queue as if no result could be stored.
        throw new StoreException(
            "S3 does not permit to delete "
                + result.path()
                + ". Allow s3:DeleteObject for results to the role of the service.");
      }
      throw new StoreException("Can't delete " + result.path(), e);
    }
  }
}
