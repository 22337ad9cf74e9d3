package dev.caravan.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What Caravan needs from S3, and what AWS documents. */
@Tag("slow")
@ExtendWith(Servers.class)
class S3ContractIT {

  private final S3Client s3;
  private final String bucket;

  S3ContractIT(Servers.Running servers) {
    s3 = servers.s3();
    bucket = servers.name();
  }

  @BeforeEach
  void create() {
    s3.createBucket(create -> create.bucket(bucket));
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void if_none_match_creates_an_object_only_once() {
    put("record", "first", request -> request.ifNoneMatch("*"));

    assertStatus(412, () -> put("record", "second", request -> request.ifNoneMatch("*")));
    assertThat(get("record")).isEqualTo("first");
  }

  @Test
  void of_many_that_create_an_object_at_once_one_succeeds() {
    List<CompletableFuture<String>> writers =
        IntStream.range(0, 8)
            .mapToObj(n -> CompletableFuture.supplyAsync(() -> create("contended", "writer " + n)))
            .toList();

    List<String> created =
        writers.stream().map(CompletableFuture::join).filter(text -> !text.isEmpty()).toList();

    assertThat(created).hasSize(1).containsExactly(get("contended"));
  }

  @Test
  void if_match_replaces_only_the_version_that_was_read() {
    String first = put("record", "first", request -> {}).eTag();
    String second = put("record", "second", request -> request.ifMatch(first)).eTag();

    assertThat(second).isNotEqualTo(first);
    assertStatus(412, () -> put("record", "third", request -> request.ifMatch(first)));
    assertThat(get("record")).isEqualTo("second");
  }

  @Test
  void if_match_on_a_missing_object_is_404() {
    String etag = put("other", "text", request -> {}).eTag();

    assertStatus(404, () -> put("missing", "text", request -> request.ifMatch(etag)));
  }

  @Test
  void a_missing_object_and_a_missing_bucket_have_different_codes() {
    assertThatThrownBy(() -> get("missing"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchKey"));
    assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket(bucket + "-not").key("missing")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchBucket"));
  }

  @Test
  void type_and_metadata_come_back_and_the_times_are_of_one_clock() {
    put(
        "texts/a.txt",
        "text",
        request -> request.contentType("text/plain").metadata(Map.of("seed", "7")));

    HeadObjectResponse head = s3.headObject(request -> request.bucket(bucket).key("texts/a.txt"));

    assertThat(head.contentType()).startsWith("text/plain");
    assertThat(head.metadata()).containsEntry("seed", "7");
    Instant date =
        ZonedDateTime.parse(
                head.sdkHttpResponse().firstMatchingHeader("Date").orElseThrow(),
                DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(Duration.between(head.lastModified(), date))
        .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(10));
  }

  @Test
  void a_listing_is_sorted_and_goes_on_after_a_key() {
    for (String key : List.of("index/3", "index/1", "index/2", "other/0")) {
      put(key, "", request -> {});
    }

    ListObjectsV2Response page =
        s3.listObjectsV2(
            list -> list.bucket(bucket).prefix("index/").startAfter("index/1").maxKeys(1));

    assertThat(page.contents()).extracting(S3Object::key).containsExactly("index/2");
    assertThat(page.isTruncated()).isTrue();
  }

  @Test
  void a_deleted_object_is_missing_and_may_be_deleted_again() {
    put("deleted", "text", request -> {});

    for (int times = 0; times < 2; times++) {
      s3.deleteObject(request -> request.bucket(bucket).key("deleted"));
      assertStatus(404, () -> get("deleted"));
    }
  }

  private String create(String key, String text) {
    try {
      put(key, text, request -> request.ifNoneMatch("*"));
      return text;
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isIn(409, 412);
      return "";
    }
  }

  private PutObjectResponse put(
      String key, String text, Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    condition.accept(request);
    return s3.putObject(request.build(), RequestBody.fromString(text));
  }

  private String get(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
  }

  private static void assertStatus(int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }
}
