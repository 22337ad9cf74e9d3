package dev.caravan.failure;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells a failure of S3 as a whole from the failure of one object. */
public final class StoreOutage {

  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private StoreOutage() {}

  /** True if S3 refuses writes, answers 5xx, or can't be reached. */
  public static boolean is(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof S3Exception answer) {
        return answer.statusCode() == FORBIDDEN || answer.statusCode() >= SERVER_ERROR;
      }
      if (cause instanceof SdkClientException) {
        return true;
      }
    }
    return false;
  }
}
