package dev.caravan.store;

import dev.caravan.failure.Probe;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Asks whether the bucket exists in this region and its store honours the conditions of writes, on
 * which claims rely.
 */
public final class BucketConditions implements Probe {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String NEVER = "\"00000000000000000000000000000000\"";
  private static final RequestBody CONTENT = RequestBody.fromString("probe");

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;

  public BucketConditions(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  @Override
  public Optional<String> trouble() {
    return check().map(StoreTrouble::line);
  }

  /**
   * Writes one small object three times at most: a store that honours the conditions refuses the
   * second write, which needs the object to be missing, and the third, which needs another version.
   *
   * @return why the bucket can't be used; empty if it can
   */
  Optional<StoreTrouble> check() {
    try {
      if (write(put -> put.ifNoneMatch("*")) && write(put -> put.ifNoneMatch("*"))) {
        return Optional.of(StoreTrouble.ignoresCondition("If-None-Match", bucket));
      }
      return write(put -> put.ifMatch(NEVER))
          ? Optional.of(StoreTrouble.ignoresCondition("If-Match", bucket))
          : Optional.empty();
    } catch (SdkException e) {
      return Optional.of(StoreTrouble.of(e, bucket, s3.serviceClientConfiguration().region().id()));
    }
  }

  /**
   * @return false if the store refused because of the condition
   */
  private boolean write(Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(keys.probe())
            .contentType("text/plain")
            .overrideConfiguration(call -> call.apiCallTimeout(TIMEOUT));
    condition.accept(put);
    try {
      s3.putObject(put.build(), CONTENT);
      return true;
    } catch (SdkException e) {
      if (S3Answers.isConflict(e)) {
        return false;
      }
      throw e;
    }
  }
}
