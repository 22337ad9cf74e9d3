package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Result;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The URLs are those of the SDK's presigner. */
class ResultUrlsTest {

  private static final DateTimeFormatter SIGNED_AT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

  private static final List<String> KEYS =
      List.of(
          "images/a.png",
          "team/images/a b.png",
          "a+b/c&d=e?f#g.png",
          "über/画像/🐪.png",
          "dots/./../x.png",
          "slashes//twice/.txt",
          "percent%20/~(*)'!@$,;:.jpg",
          "\"quoted\\.png");

  private static final List<String> BUCKETS = List.of("bucket", "with.dots", "two-words-4");

  /** How the SDK finds S3: by its region, by other names of it, at an endpoint. */
  private static final Map<String, Consumer<S3Presigner.Builder>> PLACES =
      Map.of(
          "a region", at -> at.region(Region.EU_NORTH_1),
          "the first region", at -> at.region(Region.US_EAST_1),
          "China", at -> at.region(Region.CN_NORTH_1),
          "dual stack", at -> at.region(Region.US_WEST_2).dualstackEnabled(true),
          "FIPS", at -> at.region(Region.US_WEST_2).fipsEnabled(true),
          "an endpoint", at -> endpoint(at, "http://127.0.0.1:9000"),
          "an endpoint with a path", at -> endpoint(at, "https://s3.example.com/store"));

  private final AtomicReference<AwsCredentials> credentials = new AtomicReference<>();
  private final AwsCredentialsProvider provider = credentials::get;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closing : open) {
      closing.close();
    }
  }

  static Stream<String> places() {
    return PLACES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("places")
  void are_those_of_the_sdks_presigner(String kind) {
    S3Presigner presigner = presigner(PLACES.get(kind));

    for (AwsCredentials signing : List.of(longLived(), session())) {
      credentials.set(signing);
      for (String bucket : BUCKETS) {
        for (String key : KEYS) {
          Result result = new Result(bucket, key, "image/png", 1, null);
          URI expected = presigned(presigner, result);
          ResultUrls urls = new ResultUrls(presigner, provider, 90, clockOf(expected));

          assertThat(parts(urls.of(result))).isEqualTo(parts(expected));
          // The second URL uses what the first one found out.
          assertThat(parts(urls.of(result))).isEqualTo(parts(expected));
        }
      }
    }
  }

  @Test
  void follow_credentials_that_change() {
    S3Presigner presigner = presigner(PLACES.get("a region"));
    Result result = new Result("bucket", "images/a.png", "image/png", 1, null);
    credentials.set(session());
    ResultUrls urls = new ResultUrls(presigner, provider, 90);
    urls.of(result);

    credentials.set(longLived());

    Map<String, String> parts = parts(urls.of(result));
    assertThat(parts.get("X-Amz-Credential")).startsWith(credentials.get().accessKeyId());
    assertThat(parts)
        .doesNotContainKey("X-Amz-Security-Token")
        .containsEntry("X-Amz-Expires", "90");
  }

  private S3Presigner presigner(Consumer<S3Presigner.Builder> place) {
    S3Presigner.Builder builder = S3Presigner.builder().credentialsProvider(provider);
    place.accept(builder);
    S3Presigner presigner = builder.build();
    open.add(presigner);
    return presigner;
  }

  private static void endpoint(S3Presigner.Builder at, String endpoint) {
    at.region(Region.US_WEST_2)
        .endpointOverride(URI.create(endpoint))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
  }

  private static URI presigned(S3Presigner presigner, Result result) {
    return presigner
        .presignGetObject(
            sign ->
                sign.signatureDuration(Duration.ofSeconds(90))
                    .getObjectRequest(
                        get ->
                            get.bucket(result.bucket())
                                .key(result.key())
                                .responseContentDisposition(
                                    "inline; filename=\"" + result.fileName() + '"')))
        .httpRequest()
        .getUri();
  }

  private static Clock clockOf(URI url) {
    String date = parts(url).get("X-Amz-Date");
    return Clock.fixed(Instant.from(SIGNED_AT.parse(date)), ZoneOffset.UTC);
  }

  /** The address and the parameters, whose order does not matter. */
  private static Map<String, String> parts(URI url) {
    Map<String, String> parts = new TreeMap<>();
    parts.put("", url.toString().split("\\?")[0]);
    for (String parameter : url.getRawQuery().split("&")) {
      String[] pair = parameter.split("=", 2);
      parts.put(pair[0], pair[1]);
    }
    return parts;
  }

  private static AwsCredentials longLived() {
    return AwsBasicCredentials.create(UUID.randomUUID().toString(), UUID.randomUUID().toString());
  }

  private static AwsCredentials session() {
    return AwsSessionCredentials.create(
        UUID.randomUUID().toString(), UUID.randomUUID().toString(), UUID.randomUUID() + "/+=");
  }
}
