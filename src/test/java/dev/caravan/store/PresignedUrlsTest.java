package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/** Each URL is the very one that the SDK's presigner makes in the same second. */
class PresignedUrlsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ENDPOINT = "aws.endpointUrlS3";
  private static final Pattern DATE = Pattern.compile("X-Amz-Date=(\\w+)");
  private static final AwsCredentials LASTING =
      AwsBasicCredentials.create(UUID.randomUUID().toString(), UUID.randomUUID().toString());
  private static final AwsCredentials OF_A_ROLE =
      AwsSessionCredentials.create(
          UUID.randomUUID().toString(), UUID.randomUUID().toString(), "a/token+of=a role");

  @Property(tries = 200)
  void any_key(@ForAll @StringLength(min = 1, max = 40) String key) {
    same(ofAws(LASTING), LASTING, "images", key);
  }

  @Test
  void credentials_of_a_role() {
    same(ofAws(OF_A_ROLE), OF_A_ROLE, "images", "a/b.png");
  }

  @Test
  void a_bucket_that_is_no_host_name() {
    same(ofAws(LASTING), LASTING, "with.dots", "a/b.png");
  }

  @Test
  void an_endpoint_that_is_no_aws() {
    S3Presigner local =
        presigner(LASTING)
            .endpointOverride(URI.create("http://127.0.0.1:9000"))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build();

    same(local, LASTING, "images", "a/b c.png");
  }

  @Test
  void an_access_point_of_s3_object_lambda() {
    String account = "0".repeat(12);
    same(
        ofAws(LASTING),
        LASTING,
        "arn:aws:s3-object-lambda:us-west-2:" + account + ":accesspoint/resized",
        "a.png");
  }

  @Test
  void the_presigner_is_asked_once_for_each_bucket() {
    AtomicInteger asked = new AtomicInteger();
    PresignedUrls urls = urls(counted(ofAws(LASTING), asked, ""), LASTING, Clock.systemUTC());

    urls.get("images", "a.png");
    urls.get("images", "b.png");
    urls.get("others", "a.png");

    assertThat(asked).hasValue(2);
  }

  @Test
  void what_is_signed_in_another_way_is_left_to_the_presigner() {
    AtomicInteger asked = new AtomicInteger();
    S3Presigner directory = counted(ofAws(LASTING), asked, "X-Amz-S3session-Token=of-the-bucket");

    URL url = urls(directory, LASTING, Clock.systemUTC()).get("images", "a.png");

    assertThat(url).asString().contains("/a.png?", "X-Amz-S3session-Token=of-the-bucket");
    assertThat(asked).hasValue(2);
  }

  private static void same(
      S3Presigner presigner, AwsCredentials credentials, String bucket, String key) {
    URL expected =
        presigner
            .presignGetObject(
                presign ->
                    presign
                        .signatureDuration(HOUR)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
            .url();
    Clock then = Clock.fixed(date(expected), ZoneOffset.UTC);

    URL url = urls(presigner, credentials, then).get(bucket, key);

    assertThat(url.toString().split("[?&]"))
        .containsExactlyInAnyOrder(expected.toString().split("[?&]"));
  }

  private static Instant date(URL url) {
    Matcher date = DATE.matcher(url.toString());
    assertThat(date.find()).isTrue();
    return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").parse(date.group(1), Instant::from);
  }

  private static PresignedUrls urls(
      S3Presigner presigner, AwsCredentials credentials, Clock clock) {
    return new PresignedUrls(presigner, StaticCredentialsProvider.create(credentials), HOUR, clock);
  }

  /** Whatever another test has left as S3's endpoint. */
  private static S3Presigner ofAws(AwsCredentials credentials) {
    String endpoint = System.clearProperty(ENDPOINT);
    try {
      return presigner(credentials).build();
    } finally {
      if (endpoint != null) {
        System.setProperty(ENDPOINT, endpoint);
      }
    }
  }

  private static S3Presigner.Builder presigner(AwsCredentials credentials) {
    return S3Presigner.builder()
        .region(Region.US_WEST_2)
        .credentialsProvider(StaticCredentialsProvider.create(credentials));
  }

  /**
   * @param more a parameter that its URLs have besides, or empty
   */
  private static S3Presigner counted(S3Presigner presigner, AtomicInteger asked, String more) {
    return (S3Presigner)
        Proxy.newProxyInstance(
            PresignedUrlsTest.class.getClassLoader(),
            new Class<?>[] {S3Presigner.class},
            (proxy, method, arguments) -> {
              asked.incrementAndGet();
              PresignedGetObjectRequest made =
                  (PresignedGetObjectRequest) method.invoke(presigner, arguments);
              return more.isEmpty() ? made : made.toBuilder().httpRequest(with(made, more)).build();
            });
  }

  private static SdkHttpRequest with(PresignedGetObjectRequest made, String parameter) {
    String[] pair = parameter.split("=");
    return made.httpRequest().toBuilder().putRawQueryParameter(pair[0], pair[1]).build();
  }
}
