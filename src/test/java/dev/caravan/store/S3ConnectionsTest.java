package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.aws.SdkDefaults;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Readiness is down while the client of S3 has no connection left, and only then. */
class S3ConnectionsTest {

  private final S3Connections connections = new S3Connections();
  private FakeS3 store;
  private S3Client s3;
  private S3ConnectionsHealthCheck health;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    store.put("large", new byte[4_000_000], Map.of());
    s3 =
        S3Client.builder()
            .httpClientBuilder(
                SdkDefaults.httpClient()
                    .maxConnections(1)
                    .connectionAcquisitionTimeout(Duration.ofMillis(200)))
            .overrideConfiguration(
                config ->
                    config
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(connections))
            .endpointOverride(store.endpoint())
            .region(Region.US_WEST_2)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .forcePathStyle(true)
            .serviceConfiguration(config -> config.chunkedEncodingEnabled(false))
            .build();
    health =
        new S3ConnectionsHealthCheck(() -> connections, () -> new StoreProbe(s3, "bucket", ""));
  }

  @AfterEach
  void stop() {
    s3.close();
    store.close();
  }

  @Test
  void a_call_that_gets_no_connection_takes_readiness_down_until_one_comes_back() {
    assertThat(state()).isEqualTo(HealthCheck.State.UP);
    ResponseInputStream<GetObjectResponse> held =
        s3.getObject(get -> get.bucket("bucket").key("large"));
    assertThat(state()).isEqualTo(HealthCheck.State.UP);

    assertThatThrownBy(() -> s3.headObject(head -> head.bucket("bucket").key("large")))
        .isInstanceOf(SdkClientException.class);

    assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(health.call().getDetails()).containsKey("since");
    held.abort();
    // Nobody calls S3 but the check itself.
    await().untilAsserted(() -> assertThat(state()).isEqualTo(HealthCheck.State.UP));
    assertThat(connections.exhaustedSince()).isEmpty();
  }

  @Test
  void a_store_that_refuses_or_can_not_be_reached_changes_nothing() {
    assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket("bucket").key("unknown")));
    store.next("GET large", FakeS3.Fault.refused(503, "SlowDown"));
    assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket("bucket").key("large")));
    store.close();
    assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket("bucket").key("large")))
        .isInstanceOf(SdkClientException.class);

    assertThat(state()).isEqualTo(HealthCheck.State.UP);
  }

  private HealthCheck.State state() {
    return health.call().getState();
  }
}
