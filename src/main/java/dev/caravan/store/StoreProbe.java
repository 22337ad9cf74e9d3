package dev.caravan.store;

import dev.caravan.failure.Probe;
import dev.caravan.failure.StoreOutage;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Asks whether S3 takes writes, with a write on a condition that never holds: S3 answers 403 to a
 * writer without permission and 412 to one with it.
 */
public final class StoreProbe implements Probe {

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;

  public StoreProbe(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  @Override
  public Optional<String> trouble() {
    try {
      s3.putObject(
          put -> put.bucket(bucket).key(keys.probe()).ifMatch("\"never\""), RequestBody.empty());
      return Optional.empty();
    } catch (SdkException e) {
      return StoreOutage.is(e)
          ? Optional.of(
              StoreTrouble.of(e, bucket, s3.serviceClientConfiguration().region().id()).line())
          : Optional.empty();
    }
  }
}
