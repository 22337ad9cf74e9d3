package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.S3Clients;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The behaviour of S3 on which claims rely, and which the local S3 must share. */
@ExtendWith(RunningCaravan.class)
class LocalS3IT {

  @Test
  void of_sixteen_writes_over_one_version_exactly_one_wins(Running caravan) {
    try (S3Client s3 = S3Clients.client()) {
      for (int round = 0; round < 20; round++) {
        String key = "race/" + round;
        String version = put(s3, caravan, key, "first", null);

        assertThat(winners(s3, caravan, key, version)).as("round " + round).isEqualTo(1);
      }
    }
  }

  @Test
  void a_signature_by_other_credentials_is_refused(Running caravan) {
    try (S3Client stranger =
        S3Client.builder()
            .httpClientBuilder(SdkDefaults.httpClient())
            .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
            .endpointOverride(caravan.aws().s3Endpoint())
            .forcePathStyle(true)
            .region(Region.US_WEST_2)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("someone", "else")))
            .build()) {
      assertThatThrownBy(() -> put(stranger, caravan, "stranger", "x", null))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  private static long winners(S3Client s3, Running caravan, String key, String version) {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<CompletableFuture<Boolean>> writes =
          IntStream.range(0, 16)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> wins(s3, caravan, key, "writer " + n, version), threads))
              .toList();
      return writes.stream().map(CompletableFuture::join).filter(won -> won).count();
    } finally {
      threads.shutdown();
    }
  }

  private static boolean wins(
      S3Client s3, Running caravan, String key, String body, String version) {
    try {
      put(s3, caravan, key, body, version);
      return true;
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isIn(409, 412);
      return false;
    }
  }

  private static String put(S3Client s3, Running caravan, String key, String body, String ifMatch) {
    return s3.putObject(
            request -> request.bucket(caravan.aws().bucket()).key(key).ifMatch(ifMatch),
            RequestBody.fromString(body))
        .eTag();
  }
}
