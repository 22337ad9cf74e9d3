package dev.caravan.aws;

import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/**
 * The HTTP client and the retry mode of our AWS clients. Every client names both, so that a version
 * of the SDK with other defaults changes nothing here.
 */
public final class SdkDefaults {

  private SdkDefaults() {}

  /**
   * Apache HttpClient 4, which Camel's AWS components need too. The SDK has deprecated it for
   * version 5.
   */
  @SuppressWarnings("deprecation")
  public static ApacheHttpClient.Builder httpClient() {
    return ApacheHttpClient.builder();
  }

  /**
   * The mode in {@code AWS_RETRY_MODE} or in the AWS profile, otherwise {@code LEGACY}: up to four
   * attempts.
   */
  public static RetryMode retryMode() {
    return RetryMode.resolver().defaultRetryMode(RetryMode.LEGACY).resolve();
  }
}
