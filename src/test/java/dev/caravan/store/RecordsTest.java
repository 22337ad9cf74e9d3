package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.store.FakeS3.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Every conditional write of a record, with every answer of S3. */
class RecordsTest {

  private static final String KEY = "generations/g-1.json";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Claim MINE = Claim.lasting("me-1", NOON, Duration.ofSeconds(60));

  /** The writes in the life of a record. */
  enum Write {
    CREATE {
      @Override
      Generation before() {
        return null;
      }

      @Override
      Generation make(Records records, Generation there) {
        return records.createUnlisted(accepted().claimed(MINE, NOON));
      }
    },
    TAKE_OVER {
      @Override
      Generation before() {
        return accepted().claimed(new Claim("you-1", NOON), NOON);
      }

      @Override
      Generation make(Records records, Generation there) {
        return records.replace(there.claimed(MINE, NOON));
      }
    },
    RENEW {
      @Override
      Generation before() {
        return accepted().claimed(MINE, NOON);
      }

      @Override
      Generation make(Records records, Generation there) {
        return records.replaceOwn(there.renewed(NOON.plusSeconds(80)), MINE, Duration.ofSeconds(2));
      }
    },
    RELEASE {
      @Override
      Generation before() {
        return accepted().claimed(MINE, NOON);
      }

      @Override
      Generation make(Records records, Generation there) {
        return records
            .update("g-1", record -> record.isClaimedBy(MINE) ? record.released(AWAY) : record)
            .orElseThrow();
      }
    },
    FINISH {
      @Override
      Generation before() {
        return accepted().claimed(MINE, NOON);
      }

      @Override
      Generation make(Records records, Generation there) {
        return records.replaceOwn(there.done(RESULT, NOON), MINE, null);
      }
    };

    static final Failure AWAY = new Failure(Reason.STORE, "S3 was away.", NOON);
    static final Result RESULT = new Result("bucket", "images/g-1.png", "image/png", 3, "abc");

    abstract Generation before();

    abstract Generation make(Records records, Generation there);
  }

  private static final List<Fault> FAULTS =
      List.of(
          Fault.REQUEST_LOST,
          Fault.ANSWER_LOST,
          Fault.refused(409, "ConditionalRequestConflict"),
          Fault.refused(412, "PreconditionFailed"),
          Fault.applied(412, "PreconditionFailed"),
          Fault.refused(500, "InternalError"),
          Fault.applied(500, "InternalError"),
          Fault.refused(503, "SlowDown"),
          Fault.applied(503, "SlowDown"));

  static Stream<Arguments> every_write_with_every_answer() {
    return Arrays.stream(Write.values())
        .flatMap(write -> FAULTS.stream().map(fault -> Arguments.of(write, fault)));
  }

  private FakeS3 store;
  private S3Client s3;
  private Records records;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "", tries -> {});
  }

  @AfterEach
  void stop() {
    s3.close();
    store.close();
  }

  @ParameterizedTest
  @MethodSource("every_write_with_every_answer")
  void a_write_counts_once_whatever_its_first_answer_is(Write write, Fault fault) {
    Generation there = prepare(write);
    store.next("PUT generations/", fault);

    Generation written = write.make(records, there);

    assertThat(written.version()).isEqualTo(store.objects.get(KEY).etag());
    assertThat(records.find("g-1").orElseThrow().state()).isEqualTo(written.state());
    assertThat(records.find("g-1").orElseThrow().claim() == null)
        .isEqualTo(written.claim() == null);
  }

  @ParameterizedTest
  @MethodSource("every_write_with_every_answer")
  void a_write_that_fails_each_time_ends_and_says_so(Write write, Fault fault) {
    Generation there = prepare(write);
    byte[] before = there == null ? null : store.objects.get(KEY).bytes();
    Fault[] always = new Fault[50];
    Arrays.fill(always, Fault.refused(fault.status(), fault.code()));
    store.next("PUT generations/", always);

    assertThatThrownBy(() -> write.make(records, there)).isInstanceOf(StoreException.class);

    assertThat(store.objects.containsKey(KEY)).isEqualTo(before != null);
    assertThat(store.calls).hasSizeLessThan(40);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void another_writer_that_was_faster_wins(Write write) {
    Generation there = prepare(write);
    Generation theirs =
        accepted().claimed(new Claim("them-1", NOON.plusSeconds(60)), NOON.plusSeconds(1));
    byte[] json = new RecordJson().write(theirs);
    store.beforeNextPut(() -> store.put(KEY, json, java.util.Map.of()));

    if (write == Write.RELEASE) {
      assertThat(write.make(records, there).claim().owner()).isEqualTo("them-1");
    } else {
      assertThatThrownBy(() -> write.make(records, there))
          .isInstanceOfSatisfying(
              RecordChangedException.class,
              e -> assertThat(e.current().orElseThrow().claim().owner()).isEqualTo("them-1"));
    }

    assertThat(store.objects.get(KEY).bytes()).isEqualTo(json);
  }

  @Test
  void the_owner_replaces_a_renewal_of_its_own_whose_answer_never_came() {
    Generation claimed = prepare(Write.FINISH);
    // The renewal was applied, and neither its answer nor the record could be read.
    store.put(
        KEY, new RecordJson().write(claimed.renewed(NOON.plusSeconds(90))), java.util.Map.of());

    Generation done = Write.FINISH.make(records, claimed);

    assertThat(records.find("g-1").orElseThrow().isDone()).isTrue();
    assertThat(done.version()).isEqualTo(store.objects.get(KEY).etag());
  }

  @ParameterizedTest
  @EnumSource(
      value = Write.class,
      names = {"RENEW", "FINISH"})
  void the_owner_creates_a_record_again_that_somebody_deleted(Write write) {
    Generation there = prepare(write);
    store.objects.clear();

    Generation written = write.make(records, there);

    assertThat(records.find("g-1").orElseThrow().state()).isEqualTo(written.state());
  }

  @Test
  void nobody_else_creates_a_record_again_that_somebody_deleted() {
    Generation there = prepare(Write.TAKE_OVER);
    store.objects.clear();

    assertThatThrownBy(() -> Write.TAKE_OVER.make(records, there))
        .isInstanceOfSatisfying(
            RecordChangedException.class, e -> assertThat(e.current()).isEmpty());
    assertThat(store.objects).isEmpty();
  }

  @Test
  void a_record_that_is_not_there_is_no_failure() {
    assertThat(records.find("g-1")).isEmpty();
    assertThat(records.find("not an id")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 NoSuchBucket", "301 PermanentRedirect", "403 AccessDenied"})
  void a_store_that_can_not_be_used_does_not_count_as_no_record(String answer) {
    Fault fault = Fault.refused(Integer.parseInt(answer.substring(0, 3)), answer.substring(4));
    store.next("GET generations/", fault);

    assertThatThrownBy(() -> records.find("g-1"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("s3://bucket/" + KEY);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void a_write_to_a_bucket_that_does_not_exist_is_not_tried_again(Write write) {
    Generation there = prepare(write);
    store.calls.clear();
    store.next("PUT generations/", Fault.refused(404, "NoSuchBucket"));

    assertThatThrownBy(() -> write.make(records, there)).isInstanceOf(StoreException.class);

    assertThat(store.calls.stream().filter(call -> call.startsWith("PUT"))).hasSize(1);
  }

  private Generation prepare(Write write) {
    Generation before = write.before();
    return before == null ? null : records.createUnlisted(before);
  }

  private static Generation accepted() {
    return Generation.accepted(
        new GenerationId("g-1"), Source.QUEUE, Prompt.of("a boat"), "m-1", NOON);
  }
}
