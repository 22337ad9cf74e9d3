package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.FakeS3.Fault;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Of two owners of one prompt, the first to store a result wins. */
class FirstResultStaysTest {

  private static final String KEY = "images/g-1.png";

  private FakeS3 store;
  private S3Client s3;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = new FirstResultStays(store.client());
  }

  @AfterEach
  void stop() {
    s3.close();
    store.close();
  }

  @Test
  void the_result_of_another_owner_is_not_overwritten() {
    put("first", "1", "boat");

    assertThatThrownBy(() -> put("second", "2", "boat"))
        .isInstanceOfSatisfying(
            StoredByAnotherException.class,
            e -> {
              assertThat(e.stored().result().sha256()).isEqualTo("1");
              assertThat(e.stored().result().bytes()).isEqualTo(5);
              assertThat(e.stored().seed()).isEqualTo(7);
            });
    assertThat(store.objects.get(KEY).text()).isEqualTo("first");
  }

  @Test
  void a_write_whose_answer_was_lost_is_recognised_by_its_digest() {
    store.next("PUT images/", Fault.ANSWER_LOST);
    assertThatThrownBy(() -> put("first", "1", "boat"))
        .isInstanceOf(software.amazon.awssdk.core.exception.SdkClientException.class);

    put("first", "1", "boat");

    assertThat(store.objects.get(KEY).text()).isEqualTo("first");
  }

  @Test
  void the_result_of_another_prompt_whose_record_is_gone_is_replaced() {
    put("first", "1", "boat");

    put("second", "2", "house");

    assertThat(store.objects.get(KEY).text()).isEqualTo("second");
  }

  @Test
  void a_conflict_with_a_write_in_progress_is_left_to_the_retries() {
    store.next("PUT images/", Fault.refused(409, "ConditionalRequestConflict"));

    assertThatThrownBy(() -> put("first", "1", "boat"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(409));
  }

  @Test
  void other_objects_may_be_overwritten() {
    s3.putObject(put -> put.bucket("bucket").key("notes"), RequestBody.fromString("one"));
    s3.putObject(put -> put.bucket("bucket").key("notes"), RequestBody.fromString("two"));

    assertThat(store.objects.get("notes").text()).isEqualTo("two");
  }

  private void put(String text, String digest, String fingerprint) {
    s3.putObject(
        put ->
            put.bucket("bucket")
                .key(KEY)
                .contentType("image/png")
                .metadata(
                    Map.of(
                        "sha256", digest, "fingerprint", fingerprint, "seed", "7", "model", "m")),
        RequestBody.fromString(text));
  }
}
