package dev.caravan.store;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The records in S3. They change only by compare-and-set: created with {@code If-None-Match: *},
 * replaced with {@code If-Match}. After an unclear answer the record is read: it shows whether the
 * write was applied.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">AWS:
 *     conditional writes</a>
 */
public final class Records {

  private static final int TRIES = 5;
  private static final Duration NO_TIMEOUT = null;

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;
  private final RecordJson json = new RecordJson();
  private final IntConsumer rest;
  private final Clock clock = Clock.systemUTC();

  public Records(S3Client s3, String bucket, String prefix) {
    this(s3, bucket, prefix, Records::restBriefly);
  }

  /**
   * @param rest waits before a write is tried again; gets the number of tries so far
   */
  Records(S3Client s3, String bucket, String prefix, IntConsumer rest) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
    this.rest = rest;
  }

  /**
   * The record of this id; empty if there is none, or the id is not valid.
   *
   * @throws UnreadableRecordException if the object is no record, or that of another id
   * @throws StoreException if S3 can't be read, which includes that the bucket does not exist
   */
  public Optional<Generation> find(String id) {
    return GenerationId.isValid(id) ? read(id, NO_TIMEOUT).map(Read::record) : Optional.empty();
  }

  private Optional<Read> read(String id, Duration timeout) {
    String key = keys.record(id);
    GetObjectRequest.Builder get = GetObjectRequest.builder().bucket(bucket).key(key);
    if (timeout != null) {
      get.overrideConfiguration(call -> call.apiCallTimeout(timeout));
    }
    try {
      ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(get.build());
      byte[] bytes = object.asByteArrayUnsafe();
      Generation record = json.read(key, bytes).withVersion(object.response().eTag());
      if (!record.id().equals(id)) {
        throw UnreadableRecordException.ofAnother(key);
      }
      return Optional.of(new Read(S3Answers.dated(record, object.response()), bytes));
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return Optional.empty();
      }
      throw failed("read", key, e);
    }
  }

  /** A record with its bytes, which show whether a write was applied. */
  private record Read(Generation record, byte[] bytes) {}

  /**
   * Creates a record and its index entry. If nobody else knows the id, the entry comes first, so
   * that it leads to the record even if this instance ends in between.
   *
   * @throws RecordChangedException if the record exists
   */
  public Generation create(Generation generation) {
    if (generation.isKnownToNobody()) {
      index(generation);
      return createUnlisted(generation);
    }
    Generation created = createUnlisted(generation);
    index(created);
    return created;
  }

  /** Creates a record only; the caller must write the index entry. */
  Generation createUnlisted(Generation generation) {
    return put(generation.withVersion(null), NO_TIMEOUT);
  }

  /** Writes the empty object by which the listing finds a generation. Repeating it is harmless. */
  void index(Generation generation) {
    // Compaction may already have passed its position.
    markChanged(generation);
    putEmpty(keys.index(generation));
  }

  /**
   * Must be called before a record that has ended becomes {@code queued} or {@code running} again,
   * so that a search reads it instead of its compacted entry. Costs nothing for a young record.
   */
  public void markChanged(Generation record) {
    SearchMark.nameFor(record, clock.instant())
        .ifPresent(name -> putEmpty(keys.searchMarks() + name));
  }

  private void putEmpty(String key) {
    for (int tries = 1; ; tries++) {
      try {
        s3.putObject(
            request ->
                request
                    .bucket(bucket)
                    .key(key)
                    .contentType("text/plain")
                    .checksumCRC32(HeaderChecksums.crc32(new byte[0])),
            RequestBody.empty());
        return;
      } catch (SdkException e) {
        // The SDK repeats other failures, but not a conflict with another request.
        if (!S3Answers.isConflict(e) || tries == TRIES) {
          throw failed("write", key, e);
        }
        rest.accept(tries);
      }
    }
  }

  /**
   * Replaces the version of the record from which {@code generation} was made.
   *
   * @throws RecordChangedException if the record has another version now, or was deleted
   */
  public Generation replace(Generation generation) {
    return put(generation, NO_TIMEOUT);
  }

  /**
   * The same for a claim's owner, who may have written a version whose answer never came: that
   * version is replaced as well. A record that somebody deleted is created again.
   *
   * @param timeout of each call; null for the client's own
   * @throws RecordChangedException if the record belongs to another owner, or has ended
   */
  Generation replaceOwn(Generation generation, Claim mine, Duration timeout) {
    Generation next = generation;
    for (int tries = 1; ; tries++) {
      try {
        return put(next, timeout);
      } catch (RecordChangedException e) {
        Generation current = e.current().orElse(null);
        if (tries == TRIES || current != null && !current.isClaimedBy(mine)) {
          throw e;
        }
        next = generation.withVersion(current == null ? null : current.version());
      }
    }
  }

  /**
   * Changes a record whatever its version is, and tries again if another writer was faster.
   *
   * @param change returns the new record, or its argument to leave the record unchanged
   * @return empty if there is no record
   * @throws RecordChangedException if other writers were faster five times
   */
  public Optional<Generation> update(String id, UnaryOperator<Generation> change) {
    for (int tries = 1; ; tries++) {
      Optional<Generation> found = find(id);
      if (found.isEmpty()) {
        return found;
      }
      Generation next = change.apply(found.get());
      if (next == found.get()) {
        return found;
      }
      try {
        return Optional.of(replace(next));
      } catch (RecordChangedException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Writes the record if it still has the generation's version, or if it does not exist and the
   * version is null. If the answer leaves open whether the write was applied, the record decides:
   * with the same bytes it was applied; if the record is as it was before, it is written again.
   */
  private Generation put(Generation generation, Duration timeout) {
    String key = keys.record(generation.id());
    byte[] record = json.write(generation);
    PutObjectRequest request = request(key, record, generation.version(), timeout);
    for (int tries = 1; ; tries++) {
      try {
        String etag = s3.putObject(request, RequestBody.fromBytes(record)).eTag();
        return generation.withVersion(etag);
      } catch (SdkException e) {
        if (!S3Answers.isUnclear(e)) {
          throw failed("write", key, e);
        }
        Read there = readAfter(e, generation.id(), timeout);
        if (there != null && Arrays.equals(there.bytes(), record)) {
          return generation.withVersion(there.record().version());
        }
        String version = there == null ? null : there.record().version();
        if (!Objects.equals(unquoted(version), unquoted(generation.version()))) {
          throw new RecordChangedException(generation.id(), there == null ? null : there.record());
        }
        if (tries == TRIES) {
          throw failed("write", key, e);
        }
        rest.accept(tries);
      }
    }
  }

  private PutObjectRequest request(String key, byte[] record, String version, Duration timeout) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType("application/json")
            .checksumCRC32(HeaderChecksums.crc32(record));
    if (version == null) {
      request.ifNoneMatch("*");
    } else {
      request.ifMatch(version);
    }
    if (timeout != null) {
      request.overrideConfiguration(call -> call.apiCallTimeout(timeout));
    }
    return request.build();
  }

  /** The record after an unclear write; null if there is none. */
  private Read readAfter(SdkException unclear, String id, Duration timeout) {
    try {
      return read(id, timeout).orElse(null);
    } catch (StoreException e) {
      e.addSuppressed(unclear);
      throw e;
    }
  }

  /** Some servers quote the ETag only in some of their answers. */
  private static String unquoted(String etag) {
    return etag == null ? null : etag.replace("\"", "");
  }

  /** Waits before a write is tried again, so that two writers do not meet again. */
  private static void restBriefly(int tries) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(50L << tries));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private StoreException failed(String what, String key, SdkException e) {
    return new StoreException("Can't %s s3://%s/%s".formatted(what, bucket, key), e);
  }
}
