package dev.caravan.queue.deadletters;

import dev.caravan.generation.Sha256;
import dev.caravan.store.Keys;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The bodies that are too large for a dead letter, in S3. Their keys are made from the id only. A
 * body stays as it is: another message with the same id must not replace it.
 */
public final class LetterBodies {

  /** Where a body is stored. */
  record Place(String bucket, String key) {}

  private static final String DIGEST = "sha256";

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;

  public LetterBodies(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  /**
   * @throws StoreException if S3 does not accept the body, or has another one for this id
   */
  Place store(String id, String body) {
    Place place = new Place(bucket, keys.deadLetter(id));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String digest = Sha256.of(bytes).hex();
    try {
      s3.putObject(
          put ->
              put.bucket(bucket)
                  .key(place.key())
                  .contentType("text/plain; charset=utf-8")
                  .ifNoneMatch("*")
                  .metadata(Map.of(DIGEST, digest)),
          RequestBody.fromBytes(bytes));
      return place;
    } catch (SdkException e) {
      if (isStored(place, digest)) {
        return place;
      }
      throw new StoreException("Can't write s3://%s/%s".formatted(bucket, place.key()), e);
    }
  }

  /** The prompt may have been a dead letter before, or S3's answer was lost. */
  private boolean isStored(Place place, String digest) {
    try {
      return digest.equals(
          s3.headObject(head -> head.bucket(place.bucket()).key(place.key()))
              .metadata()
              .get(DIGEST));
    } catch (SdkException e) {
      return false;
    }
  }

  /**
   * @return empty if there is no such object
   * @throws StoreException if S3 can't be read
   */
  Optional<String> read(String id) {
    String key = keys.deadLetter(id);
    try {
      return Optional.of(s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new StoreException("Can't read s3://%s/%s".formatted(bucket, key), e);
    }
  }
}
