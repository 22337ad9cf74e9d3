package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.store.FakeS3.Fault;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What the start finds out about the bucket. */
class BucketConditionsTest {

  private FakeS3 store;
  private S3Client s3;
  private BucketConditions conditions;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    conditions = new BucketConditions(s3, "bucket", "");
  }

  @AfterEach
  void stop() {
    s3.close();
    store.close();
  }

  @Test
  void a_store_with_conditional_writes_is_accepted_the_first_time_and_later() {
    assertThat(conditions.check()).isEmpty();
    assertThat(store.calls).hasSize(3);

    assertThat(conditions.check()).isEmpty();
    assertThat(store.calls).hasSize(5);
  }

  @Test
  void a_store_that_ignores_if_none_match_is_refused() {
    store.honoursNoneMatch = false;

    StoreTrouble trouble = conditions.check().orElseThrow();

    assertThat(trouble.isMisconfigured()).isTrue();
    assertThat(trouble.line()).contains("If-None-Match").doesNotContain("\n");
  }

  @Test
  void a_store_that_ignores_if_match_is_refused() {
    store.honoursMatch = false;

    StoreTrouble trouble = conditions.check().orElseThrow();

    assertThat(trouble.isMisconfigured()).isTrue();
    assertThat(trouble.line()).contains("If-Match").doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchBucket, true, BUCKET_NAME",
    "301, PermanentRedirect, true, AWS_REGION",
    "403, AccessDenied, false, refuses writes",
    "500, InternalError, false, 500",
    "503, SlowDown, false, SlowDown"
  })
  void a_failure_is_named_in_one_line(int status, String code, boolean misconfigured, String word) {
    store.next("PUT generations/probe", Fault.refused(status, code));

    StoreTrouble trouble = conditions.check().orElseThrow();

    assertThat(trouble.isMisconfigured()).isEqualTo(misconfigured);
    assertThat(trouble.line()).contains("bucket", word).doesNotContain("\n");
  }

  @Test
  void a_store_that_can_not_be_reached_is_asked_again() {
    store.next("PUT generations/probe", Fault.REQUEST_LOST);

    assertThat(conditions.check().orElseThrow().isMisconfigured()).isFalse();
    assertThat(conditions.trouble()).isEmpty();
  }
}
