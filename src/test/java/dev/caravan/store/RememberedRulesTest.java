package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.aws.SdkDefaults;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A client that remembers the SDK's rules sends the same requests as one that does not. */
class RememberedRulesTest {

  private static final String ACCESS_POINT =
      "arn:aws:s3:eu-west-1:123456789012:accesspoint/results";

  private static final List<String> BUCKETS =
      List.of("bucket", "with.dots", ACCESS_POINT, "second-bucket");

  private static final List<String> KEYS = List.of("a.png", "index/1-2", "ü b/./..+c");

  private static final Map<String, Consumer<S3ClientBuilder>> PLACES =
      Map.of(
          "a region", at -> at.region(Region.EU_NORTH_1),
          "the first region", at -> at.region(Region.US_EAST_1),
          "China", at -> at.region(Region.CN_NORTH_1),
          "dual stack", at -> at.region(Region.US_WEST_2).dualstackEnabled(true),
          "FIPS", at -> at.region(Region.US_WEST_2).fipsEnabled(true),
          "an endpoint",
              at ->
                  at.region(Region.US_WEST_2)
                      .endpointOverride(URI.create("http://127.0.0.1:9000/store"))
                      .forcePathStyle(true));

  private static final Map<String, BiConsumer<S3Client, Target>> CALLS =
      Map.of(
          "put",
              (s3, at) ->
                  s3.putObject(put -> put.bucket(at.bucket).key(at.key), RequestBody.empty()),
          "get", (s3, at) -> s3.getObject(get -> get.bucket(at.bucket).key(at.key)),
          "head", (s3, at) -> s3.headObject(head -> head.bucket(at.bucket).key(at.key)),
          "delete", (s3, at) -> s3.deleteObject(delete -> delete.bucket(at.bucket).key(at.key)),
          "list", (s3, at) -> s3.listObjectsV2(list -> list.bucket(at.bucket).prefix(at.key)),
          "head of the bucket", (s3, at) -> s3.headBucket(head -> head.bucket(at.bucket)),
          "create bucket", (s3, at) -> s3.createBucket(create -> create.bucket(at.bucket)),
          "list buckets", (s3, at) -> s3.listBuckets());

  private record Target(String bucket, String key) {}

  static Stream<String> places() {
    return PLACES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("places")
  void the_same_requests_leave(String place) {
    assertThat(
            requests(
                PLACES
                    .get(place)
                    .andThen(
                        client ->
                            client
                                .authSchemeProvider(new RememberedAuthSchemes())
                                .endpointProvider(new RememberedEndpoints()))))
        .hasSize(2 * BUCKETS.size() * KEYS.size() * CALLS.size())
        .isEqualTo(requests(PLACES.get(place)));
  }

  /** Every call on every object, twice: what leaves the client, or why nothing does. */
  private static List<String> requests(Consumer<S3ClientBuilder> place) {
    Capture capture = new Capture();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(SdkDefaults.httpClient())
            .overrideConfiguration(
                config ->
                    config.retryStrategy(SdkDefaults.retryMode()).addExecutionInterceptor(capture))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("name", UUID.randomUUID().toString())));
    place.accept(builder);
    List<String> seen = new ArrayList<>();
    try (S3Client s3 = builder.build()) {
      for (int round = 0; round < 2; round++) {
        for (String key : KEYS) {
          for (String bucket : BUCKETS) {
            CALLS.keySet().stream()
                .sorted()
                .forEach(
                    call ->
                        seen.add(
                            call
                                + " "
                                + outcome(
                                    capture,
                                    () -> CALLS.get(call).accept(s3, new Target(bucket, key)))));
          }
        }
      }
    }
    return seen;
  }

  private static String outcome(Capture capture, Runnable call) {
    capture.sent = null;
    try {
      call.run();
      return "answered";
    } catch (RuntimeException e) {
      return capture.sent == null ? e.getMessage() : capture.sent;
    }
  }

  /** Keeps the request without its date and signature, and sends nothing. */
  private static final class Capture implements ExecutionInterceptor {

    private String sent;

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes also) {
      SdkHttpRequest request = context.httpRequest();
      sent =
          request.method()
              + " "
              + request.getUri()
              + " "
              + request
                  .firstMatchingHeader("Authorization")
                  .map(signed -> signed.replaceAll("/\\d{8}/|Signature=.*", "/"))
                  .orElse("unsigned");
      throw SdkClientException.create("Nothing is sent.");
    }
  }
}
