package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The records in S3. They change only by compare-and-set: created with {@code If-None-Match: *},
 * replaced with {@code If-Match}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">AWS:
 *     conditional writes</a>
 */
public final class Records {

  private static final int PRECONDITION_FAILED = 412;
  // S3 answers 409 if another conditional write of the key is in progress; it means the same here.
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int TRIES = 5;

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;
  private final RecordJson json = new RecordJson();

  public Records(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  /** The record of this id; empty if there is none, or the id is not valid. */
  public Optional<Generation> find(String id) {
    if (!GenerationId.isValid(id)) {
      return Optional.empty();
    }
    String key = keys.record(id);
    try {
      ResponseBytes<GetObjectResponse> object =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
      Generation read = json.read(key, object.asByteArrayUnsafe());
      return Optional.of(read.withVersion(object.response().eTag()));
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw failed("read", key, e);
    } catch (SdkException e) {
      throw failed("read", key, e);
    }
  }

  /**
   * Creates a record and its index entry.
   *
   * @throws RecordChangedException if the record exists
   */
  public Generation create(Generation generation) {
    Generation created = createUnlisted(generation);
    index(created);
    return created;
  }

  /** Creates a record only; the caller must write the index entry. */
  Generation createUnlisted(Generation generation) {
    return put(generation, request -> request.ifNoneMatch("*"));
  }

  /** Writes the empty object by which the listing finds a generation. Repeating it is harmless. */
  void index(Generation generation) {
    String key = keys.index(generation);
    try {
      s3.putObject(
          request ->
              request
                  .bucket(bucket)
                  .key(key)
                  .contentType("text/plain")
                  .checksumCRC32(HeaderChecksums.crc32(new byte[0])),
          RequestBody.empty());
    } catch (SdkException e) {
      throw failed("write", key, e);
    }
  }

  /**
   * Replaces the version of the record from which {@code generation} was made.
   *
   * @throws RecordChangedException if the record has another version now
   */
  public Generation replace(Generation generation) {
    return put(generation, request -> request.ifMatch(generation.version()));
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

  private Generation put(
      Generation generation, java.util.function.Consumer<PutObjectRequest.Builder> condition) {
    String key = keys.record(generation.id());
    byte[] record = json.write(generation);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType("application/json")
            .checksumCRC32(HeaderChecksums.crc32(record));
    condition.accept(request);
    try {
      String etag = s3.putObject(request.build(), RequestBody.fromBytes(record)).eTag();
      return generation.withVersion(etag);
    } catch (AwsServiceException e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        throw new RecordChangedException(generation.id());
      }
      throw failed("write", key, e);
    } catch (SdkException e) {
      throw failed("write", key, e);
    }
  }

  private StoreException failed(String what, String key, SdkException e) {
    return new StoreException("Can't %s s3://%s/%s".formatted(what, bucket, key), e);
  }
}
