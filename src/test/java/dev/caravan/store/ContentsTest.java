package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Result;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Results are read in pieces that belong to one object. */
class ContentsTest {

  private static final String KEY = "images/g-1.png";
  private static final Result RESULT = new Result("bucket", KEY, "image/png", 10, "sha");

  private FakeS3 store;
  private S3Client s3;
  private Contents contents;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    store.put(KEY, "0123456789".getBytes(), Map.of());
    s3 = store.client();
    contents = new Contents(s3);
  }

  @AfterEach
  void stop() {
    s3.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 0123456789", "0, 1, 0", "3, 4, 3456", "9, 1, 9"})
  void a_piece_has_exactly_its_bytes(long first, int length, String bytes) {
    Piece piece = contents.piece(RESULT, first, length, null).orElseThrow();

    assertThat(new String(piece.bytes())).isEqualTo(bytes);
    assertThat(contents.piece(RESULT, first, length, piece.version())).isPresent();
  }

  @Test
  void a_store_without_ranges_serves_a_result_that_fits_into_one_piece() {
    store.honoursRange = false;

    assertThat(contents.piece(RESULT, 0, 10, null)).isPresent();
    assertThatThrownBy(() -> contents.piece(RESULT, 0, 4, null)).isInstanceOf(StoreException.class);
  }

  @Test
  void a_result_that_is_gone_has_no_pieces() {
    store.objects.remove(KEY);

    assertThat(contents.piece(RESULT, 0, 10, null)).isEmpty();
  }

  @Test
  void a_later_piece_is_never_that_of_another_object() {
    String version = contents.piece(RESULT, 0, 5, null).orElseThrow().version();
    store.put(KEY, "9876543210".getBytes(), Map.of());

    assertThatThrownBy(() -> contents.piece(RESULT, 5, 5, version))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "s3://bucket/images/g-1.png was replaced: it is not the object that the record names");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "012345678", "0123456789a", "0123456789abcdefghij"})
  void an_object_of_another_size_is_not_the_result(String replaced) {
    store.put(KEY, replaced.getBytes(), Map.of());

    assertThatThrownBy(() -> contents.piece(RESULT, 0, 10, null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("was replaced");
    assertThatThrownBy(() -> contents.piece(RESULT, 2, 3, null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("was replaced");
  }

  @ParameterizedTest
  @CsvSource({"500, InternalError", "503, SlowDown", "403, AccessDenied", "404, NoSuchBucket"})
  void a_store_that_fails_is_a_failure_of_the_store(int status, String code) {
    store.next("GET " + KEY, FakeS3.Fault.refused(status, code));

    assertThatThrownBy(() -> contents.piece(RESULT, 0, 10, null))
        .isInstanceOf(StoreException.class)
        .hasMessage("Can't read s3://bucket/images/g-1.png");
  }
}
