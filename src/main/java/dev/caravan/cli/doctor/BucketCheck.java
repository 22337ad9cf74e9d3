package dev.caravan.cli.doctor;

import dev.caravan.store.BucketConditions;
import dev.caravan.store.Keys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Whether the bucket is in this region, honours the conditions of writes, and may be written, read
 * and listed. Its object is the one that the service writes when it starts.
 */
final class BucketCheck implements Check {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Values values;
  private final Supplier<S3Client> connect;

  BucketCheck(Values values, Supplier<S3Client> connect) {
    this.values = values;
    this.connect = connect;
  }

  @Override
  public String name() {
    return "bucket";
  }

  @Override
  public List<String> settings() {
    return List.of("bucket.name");
  }

  @Override
  public List<Finding> run() {
    String bucket = values.text("bucket.name");
    String prefix = values.text("caravan.s3.prefix");
    try (S3Client s3 = connect.get()) {
      Optional<String> trouble = new BucketConditions(s3, bucket, prefix).trouble();
      if (trouble.isPresent()) {
        return List.of(failed(trouble.get()));
      }
      return List.of(
          read(s3, bucket, new Keys(prefix).probe())
              .or(() -> listed(s3, bucket))
              .orElseGet(
                  () ->
                      ok(
                          "%s in %s: conditional writes are honoured; it can be written, read and listed"
                              .formatted(bucket, s3.serviceClientConfiguration().region().id()))));
    }
  }

  private Optional<Finding> read(S3Client s3, String bucket, String key) {
    try {
      s3.getObjectAsBytes(
          get ->
              get.bucket(bucket)
                  .key(key)
                  .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
      return Optional.empty();
    } catch (SdkException e) {
      return Optional.of(failed(refused(e, "s3:GetObject on the bucket's objects")));
    }
  }

  private Optional<Finding> listed(S3Client s3, String bucket) {
    try {
      s3.headBucket(
          head -> head.bucket(bucket).overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
      return Optional.empty();
    } catch (SdkException e) {
      return Optional.of(
          failed(
              refused(e, "s3:ListBucket on the bucket")
                  + "; without it, S3 answers 403 instead of 404 for an object that is missing"));
    }
  }

  private static String refused(SdkException e, String permission) {
    AwsAnswer answer = new AwsAnswer(e);
    return answer.line("S3") + (answer.isRefusal() ? ". Allow " + permission : "");
  }
}
