package dev.caravan.queue.deadletters;

import dev.caravan.generation.Sha256;
import dev.caravan.store.Keys;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The bodies that are too large for a dead letter, in S3. Their keys are made from the id and the
 * body's digest, so two messages with the same id have two objects.
 */
public final class LetterBodies {

  /**
   * Where a body is stored.
   *
   * @param digest the body's SHA-256
   */
  record Place(String bucket, String key, String digest) {}

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;

  public LetterBodies(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  /**
   * @throws StoreException if S3 does not accept the body
   */
  Place store(String id, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String digest = Sha256.of(bytes).hex();
    String key = keys.deadLetter(id, digest);
    try {
      // The same body may be there already: the prompt was a dead letter before.
      s3.putObject(
          put -> put.bucket(bucket).key(key).contentType("text/plain; charset=utf-8"),
          RequestBody.fromBytes(bytes));
      return new Place(bucket, key, digest);
    } catch (SdkException e) {
      throw new StoreException("Can't write s3://%s/%s".formatted(bucket, key), e);
    }
  }

  /**
   * @param digest the body's SHA-256
   * @return empty if there is no such object
   * @throws StoreException if S3 can't be read
   */
  Optional<String> read(String id, String digest) {
    String key = keys.deadLetter(id, digest);
    try {
      return Optional.of(s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new StoreException("Can't read s3://%s/%s".formatted(bucket, key), e);
    }
  }
}
