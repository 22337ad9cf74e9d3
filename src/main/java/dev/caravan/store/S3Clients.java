package dev.caravan.store;

import dev.caravan.aws.SdkDefaults;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Builds S3 clients from the SDK's own settings (environment variables, profile, role). If these
 * set an endpoint, it is not an AWS host, and the bucket is part of the path: {@code
 * bucket.127.0.0.1} has no DNS entry.
 */
public final class S3Clients {

  private static final int CONNECTIONS = 200;

  /** Calls take milliseconds, so after this time no connection is likely to come back. */
  private static final Duration CONNECTION_WAIT = Duration.ofSeconds(3);

  private S3Clients() {}

  public static S3Client client() {
    return client("", new WithoutExpectContinue());
  }

  /**
   * A client whose calls are measured, traced or watched by others.
   *
   * @param kmsKey with which every object is encrypted; empty for the bucket's default
   */
  public static S3Client watched(String kmsKey, ExecutionInterceptor... watching) {
    return client(
        kmsKey,
        Stream.concat(Stream.of(new WithoutExpectContinue()), Stream.of(watching))
            .toArray(ExecutionInterceptor[]::new));
  }

  private static S3Client client(String kmsKey, ExecutionInterceptor... interceptors) {
    S3Client plain = builder(interceptors).build();
    Optional<URI> endpoint = endpoint(plain);
    if (endpoint.isEmpty()) {
      return prepared(plain, kmsKey);
    }
    plain.close();
    S3ClientBuilder other = builder(interceptors).forcePathStyle(true);
    if (isAws(endpoint.get())) {
      return prepared(other.build(), kmsKey);
    }
    // Other stores may not know the encoding aws-chunked.
    other.serviceConfiguration(config -> config.chunkedEncodingEnabled(false));
    return prepared(new RepeatableBodies(other.build()), kmsKey);
  }

  private static boolean isAws(URI endpoint) {
    String host = String.valueOf(endpoint.getHost());
    return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
  }

  private static S3Client prepared(S3Client s3, String kmsKey) {
    S3Client checked = new HeaderChecksums(s3);
    return new FirstResultStays(kmsKey.isEmpty() ? checked : new KmsEncryption(checked, kmsKey));
  }

  private static S3ClientBuilder builder(ExecutionInterceptor... interceptors) {
    return S3Client.builder()
        .authSchemeProvider(new RememberedAuthSchemes())
        .endpointProvider(new RememberedEndpoints())
        .httpClientBuilder(
            SdkDefaults.httpClient()
                .maxConnections(CONNECTIONS)
                .connectionAcquisitionTimeout(CONNECTION_WAIT)
                .expectContinueEnabled(false))
        .overrideConfiguration(
            config -> {
              config.retryStrategy(SdkDefaults.retryMode());
              Stream.of(interceptors).forEach(config::addExecutionInterceptor);
            });
  }

  /** Signs with the credentials of {@code client}, for its region and endpoint. */
  public static S3Presigner presigner(S3Client client) {
    S3ServiceClientConfiguration configuration = client.serviceClientConfiguration();
    Optional<URI> endpoint = endpoint(client);
    S3Presigner.Builder presigner =
        S3Presigner.builder()
            .region(configuration.region())
            .credentialsProvider(configuration.credentialsProvider())
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(endpoint.isPresent())
                    // Otherwise the SDK looks for a profile file at each URL to learn this.
                    .useArnRegionEnabled(false)
                    .build());
    endpoint.ifPresent(presigner::endpointOverride);
    return presigner.build();
  }

  private static Optional<URI> endpoint(S3Client client) {
    return client.serviceClientConfiguration().endpointOverride();
  }
}
