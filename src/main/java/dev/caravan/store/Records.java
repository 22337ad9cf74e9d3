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
 * The records in S3, changed by compare-and-set alone: created with {@code If-None-Match: *},
 * replaced with {@code If-Match}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">AWS:
 *     conditional writes</a>
 */
public final class Records {

  private static final int PRECONDITION_FAILED = 412;
  // S3 answers 409 when two conditional writes of one key meet; it means the same to us.
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

  /** Empty where there is none of this id, or the id can't be one. */
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
   * Writes a record that must not be there yet, and its index entry.
   *
   * @throws RecordChangedException where it is there
   */
  public Generation create(Generation generation) {
    Generation created = createUnlisted(generation);
    index(created);
    return created;
  }

  /** The same without the index entry, which somebody must write. */
  Generation createUnlisted(Generation generation) {
    return put(generation, request -> request.ifNoneMatch("*"));
  }

  /** Writes the empty object by which the listing finds a generation; once more does no harm. */
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
   * Writes a record over the version that {@code generation} was read as.
   *
   * @throws RecordChangedException where it is no longer that version
   */
  public Generation replace(Generation generation) {
    return put(generation, request -> request.ifMatch(generation.version()));
  }

  /**
   * Changes a record whatever version it has, again and again until nobody was faster.
   *
   * @param change answers the record as it should be, or the one it was given to leave it
   * @return empty where there is no record
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
