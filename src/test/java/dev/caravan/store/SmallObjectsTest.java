package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallObjectsTest {

  private static final byte[] ONE = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "{\"n\":2}".getBytes(StandardCharsets.UTF_8);

  private FakeS3 s3;
  private SmallObjects objects;

  @BeforeEach
  void start() throws Exception {
    s3 = new FakeS3();
    objects = new SmallObjects(s3.client(), "bucket", "routes/", Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void an_unchanged_object_is_not_read_again() {
    String version = objects.create("a.json", ONE).orElseThrow();

    SmallObjects.Reading same = objects.readIfChanged("a.json", version, 100);
    objects.write("a.json", TWO);
    SmallObjects.Reading other = objects.readIfChanged("a.json", version, 100);

    assertThat(same.isUnchanged()).isTrue();
    assertThat(same.found()).isEmpty();
    assertThat(other.isUnchanged()).isFalse();
    assertThat(other.found().orElseThrow().bytes()).isEqualTo(TWO);
  }

  @Test
  void a_missing_object_is_neither_unchanged_nor_found() {
    SmallObjects.Reading reading = objects.readIfChanged("a.json", "\"1\"", 100);

    assertThat(reading.isUnchanged()).isFalse();
    assertThat(reading.found()).isEmpty();
  }

  @Test
  void of_two_writers_that_saw_the_same_version_one_succeeds() {
    assertThat(objects.create("a.json", ONE)).isPresent();
    assertThat(objects.create("a.json", TWO)).isEmpty();
    String seen = objects.read("a.json", 100).orElseThrow().version();

    assertThat(objects.replace("a.json", TWO, seen)).isPresent();
    assertThat(objects.replace("a.json", ONE, seen)).isEmpty();
    assertThat(s3.objects.get("routes/a.json").text()).isEqualTo("{\"n\":2}");
  }

  @Test
  void an_object_that_is_too_large_is_not_read() {
    objects.write("a.json", ONE);

    assertThat(objects.read("a.json", ONE.length)).isPresent();
    assertThatThrownBy(() -> objects.read("a.json", ONE.length - 1))
        .isInstanceOf(StoreException.class)
        .hasMessage("s3://bucket/routes/a.json is larger than 6 bytes.");
  }

  @Test
  void the_age_is_by_the_stores_clock() {
    objects.write("a.json", ONE);
    s3.ahead = Duration.ofMinutes(5);

    assertThat(objects.read("a.json", 100).orElseThrow().age())
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
  }

  @Test
  void old_objects_can_be_left_out_of_a_list() {
    objects.write("x/old.json", ONE);
    Instant now = Instant.now();
    s3.ahead = Duration.ofMinutes(5);
    objects.write("x/new.json", ONE);

    assertThat(objects.list("x/", Instant.MIN)).containsExactly("new.json", "old.json");
    assertThat(objects.list("x/", now.plusSeconds(60))).containsExactly("new.json");
  }

  @ParameterizedTest
  @CsvSource({"403, AccessDenied", "404, NoSuchBucket", "500, InternalError", "503, SlowDown"})
  void a_refused_read_names_the_object_and_the_answer(int status, String code) {
    s3.next("GET routes/a.json", FakeS3.Fault.refused(status, code));

    assertThatThrownBy(() -> objects.read("a.json", 100))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Can't read s3://bucket/routes/a.json: ")
        .hasMessageContaining(String.valueOf(status));
  }
}
