package dev.caravan.store;

import dev.caravan.generation.Result;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads results from S3. */
public final class Contents {

  private final S3Client s3;

  public Contents(S3Client s3) {
    this.s3 = s3;
  }

  /**
   * The text that a text model wrote.
   *
   * @throws StoreException if S3 can't be read
   */
  public String text(Result result) {
    try {
      return s3.getObjectAsBytes(get -> get.bucket(result.bucket()).key(result.key()))
          .asUtf8String();
    } catch (SdkException e) {
      throw new StoreException("Can't read " + result.path(), e);
    }
  }

  /**
   * Whether the object of a result is still there; it may have been deleted by hand or by the
   * bucket's life cycle.
   *
   * @throws StoreException if S3 can't be asked
   */
  public boolean isStored(Result result) {
    try {
      s3.headObject(head -> head.bucket(result.bucket()).key(result.key()));
      return true;
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return false;
      }
      throw new StoreException("Can't look for " + result.path(), e);
    }
  }
}
