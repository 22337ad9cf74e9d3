package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
import dev.caravan.store.FakeS3.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What becomes of records that nobody works on. */
class SweepTest {

  private static final int PER_RUN = 50;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(3);

  private final List<String> sent = new ArrayList<>();
  private boolean queueIsEmpty;
  private boolean compacts;
  private RuntimeException queueFails;
  private FakeS3 store;
  private S3Client s3;
  private Records records;
  private Listing listing;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "");
    listing = new Listing(s3, records, "bucket", "");
  }

  @AfterEach
  void stop() {
    listing.close();
    s3.close();
    store.close();
  }

  @Test
  void an_http_prompt_whose_instance_died_fails_with_a_reason() {
    records.create(claimed(called("g-1")));

    runs(4);

    assertThat(record("g-1").isFailed()).isTrue();
    assertThat(record("g-1").failure().reason()).isEqualTo(Reason.UNEXPECTED);
    assertThat(record("g-1").failure().detail()).contains("ended before the result was stored");
  }

  @Test
  void a_store_that_sends_no_times_is_swept_too() {
    store.tellsTimes = false;
    records.create(claimed(called("g-1")));

    runs(4);

    assertThat(record("g-1").isFailed()).isTrue();
  }

  @Test
  void a_prompt_whose_result_is_stored_is_finished() {
    records.create(claimed(called("g-1")));
    store.put(
        "images/g-1.png",
        "image".getBytes(),
        Map.of(
            "content-type", "image/png",
            "x-amz-meta-sha256", "abc",
            "x-amz-meta-model", "m",
            "x-amz-meta-seed", "7"));

    runs(4);

    assertThat(record("g-1").isDone()).isTrue();
    assertThat(record("g-1").result().sha256()).isEqualTo("abc");
    assertThat(record("g-1").seed()).isEqualTo(7);
    assertThat(record("g-1").modelCalls()).as("the dead owner made its call").isEqualTo(1);
  }

  @Test
  void a_live_claim_is_left_alone_as_long_as_it_is_renewed() {
    Generation mine = records.create(claimed(called("g-1")));

    for (int minute = 0; minute < 5; minute++) {
      pass(MINUTE);
      mine = records.replace(mine.renewed(store.now().plusSeconds(60)));
      sweep().run();
    }

    assertThat(record("g-1").isClaimedBy(mine.claim())).isTrue();
  }

  @Test
  void an_asynchronous_prompt_that_was_never_sent_is_sent() {
    records.create(called("g-1"));

    runs(4);

    assertThat(sent).containsExactly("g-1");
    assertThat(record("g-1").messageId()).isEqualTo("sent-1");
  }

  @Test
  void a_prompt_that_waits_is_sent_again_only_after_the_queue_was_empty_twice() {
    records.create(called("g-1").sent("m-1", store.now()));

    runs(4);
    assertThat(sent).isEmpty();

    queueIsEmpty = true;
    runs(1);
    assertThat(sent).isEmpty();
    runs(1);
    assertThat(sent).containsExactly("g-1");

    runs(1);
    assertThat(sent).hasSize(1);
  }

  @Test
  void a_queue_prompt_whose_instance_died_waits_for_its_message_and_is_sent_if_that_is_lost() {
    records.create(claimed(received("g-1")));

    runs(5);
    assertThat(record("g-1").isRunning()).isTrue();

    queueIsEmpty = true;
    runs(2);
    assertThat(sent).containsExactly("g-1");
    assertThat(record("g-1").state()).isEqualTo(State.QUEUED);
  }

  /** Others use the queue all the time, so it is never empty. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_prompt_whose_message_does_not_come_expires(boolean hasOwner) {
    Generation received = received("g-1");
    records.create(hasOwner ? claimed(received) : received);
    runs(4);
    pass(LONGEST_WAIT.minus(MINUTE.multipliedBy(5)));
    records.create(received("g-2"));
    runs(2);
    assertThat(record("g-1").isFailed()).isFalse();

    runs(4);

    assertThat(record("g-1").isFailed()).isTrue();
    assertThat(record("g-1").failure().reason()).isEqualTo(Reason.EXPIRED);
    assertThat(record("g-1").failure().detail()).startsWith("The prompt waited for more than 3 h");
    assertThat(record("g-2").state()).isEqualTo(State.QUEUED);
    assertThat(sent).isEmpty();

    pass(LONGEST_WAIT);
    runs(2);
    assertThat(record("g-2").failure().reason()).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void a_prompt_that_was_redriven_lately_does_not_expire() {
    Instant received = store.now();
    pass(LONGEST_WAIT.minus(MINUTE.multipliedBy(5)));
    records.create(
        Generation.accepted(
                new GenerationId("g-1"), Source.QUEUE, Prompt.of("a boat"), "m-1", received)
            .sent("m-2", store.now()));

    runs(20);

    assertThat(record("g-1").state()).isEqualTo(State.QUEUED);
  }

  @Test
  void more_expired_prompts_than_one_run_reads_all_end() {
    for (int n = 0; n < 2 * PER_RUN + 10; n++) {
      Generation record = received("g-" + n);
      store.put("generations/g-" + n + ".json", new RecordJson().write(record), Map.of());
      store.put(new Keys("").index(record), new byte[0], Map.of());
    }
    runs(5);
    pass(LONGEST_WAIT);

    runs(6);

    for (int n = 0; n < 2 * PER_RUN + 10; n++) {
      assertThat(record("g-" + n).isFailed()).as("g-" + n).isTrue();
    }
  }

  @Test
  void what_has_ended_is_read_once() {
    records.create(called("g-1").failed(null));
    records.create(
        called("g-2")
            .claimed(Claim.lasting("alive-1", store.now(), MINUTE.multipliedBy(30)), store.now()));
    runs(2);
    store.calls.clear();

    runs(1);

    assertThat(store.calls).doesNotContain("GET generations/g-1.json");
    assertThat(store.calls).contains("GET generations/g-2.json");
  }

  @Test
  void of_two_instances_one_makes_the_run() {
    records.create(called("g-1"));
    runs(3);
    sent.clear();
    records.create(called("g-2"));
    pass(MINUTE.multipliedBy(3));

    sweep().run();
    sweep().run();

    assertThat(sent).containsExactly("g-2");
  }

  @Test
  void a_record_that_can_not_be_read_keeps_the_sweep_from_no_other() {
    records.create(called("g-1"));
    Generation broken = called("g-2");
    records.create(broken);
    store.put("generations/g-2.json", "not a record".getBytes(), Map.of());

    runs(3);

    assertThat(sent).containsExactly("g-1");
  }

  @Test
  void a_run_that_fails_is_made_up_for_by_the_next() {
    records.create(called("g-1"));
    store.next("GET generations/g-1", Fault.refused(503, "SlowDown"));
    pass(MINUTE.multipliedBy(3));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> sweep().run())
        .isInstanceOf(StoreException.class);

    runs(2);

    assertThat(sent).containsExactly("g-1");
  }

  @Test
  void a_failure_of_one_prompt_is_no_failure_of_the_run() {
    records.create(called("g-1"));
    queueFails = new IllegalStateException("no such thing");
    runs(3);
    queueFails = null;
    records.create(called("g-2"));

    runs(3);

    assertThat(sent).contains("g-2");
  }

  @Test
  void more_records_than_a_page_are_all_read() {
    for (int n = 0; n < PER_RUN + 10; n++) {
      String id = "g-" + n;
      Generation record = called(id).sent("m", store.now());
      store.put("generations/" + id + ".json", new RecordJson().write(record), Map.of());
      store.put(new Keys("").index(record), new byte[0], Map.of());
    }
    runs(3);
    queueIsEmpty = true;

    runs(6);

    assertThat(sent).hasSize(PER_RUN + 10).doesNotHaveDuplicates();
  }

  @Test
  void settled_records_are_compacted_and_the_sweep_goes_on_if_that_fails() {
    compacts = true;
    records.create(claimed(called("g-1")));
    pass(Duration.ofHours(3));
    store.next("GET search/map.json", Fault.refused(503, "SlowDown"));

    runs(1);
    assertThat(record("g-1").isFailed()).isTrue();
    assertThat(store.objects).doesNotContainKey("search/map.json");
    runs(1);

    SearchMap map = new SearchObjects(s3, "bucket", "").readMap().map();
    assertThat(map.segments()).extracting(SearchSegment::entries).containsExactly(1);
  }

  private void runs(int count) {
    for (int run = 0; run < count; run++) {
      pass(MINUTE);
      sweep().run();
    }
  }

  private void pass(Duration time) {
    store.ahead = store.ahead.plus(time);
  }

  private Sweep sweep() {
    Carrier queue =
        new Carrier() {
          @Override
          public String send(Generation generation) {
            if (queueFails != null) {
              throw queueFails;
            }
            sent.add(generation.id());
            return "sent-" + sent.size();
          }

          @Override
          public boolean isEmpty() {
            return queueIsEmpty;
          }
        };
    Clock clock = Clock.fixed(store.now(), ZoneOffset.UTC);
    return new Sweep(
        records,
        new StoredResults(s3, "bucket", new ResultKeys("")),
        listing,
        new SweepFile(s3, "bucket", new Keys(""), clock),
        queue,
        MINUTE,
        LONGEST_WAIT,
        clock,
        PER_RUN,
        compacts
            ? new Compaction(
                listing,
                new SearchObjects(s3, "bucket", ""),
                clock,
                new Compaction.Limits(10, 100, 10))
            : null);
  }

  private Generation record(String id) {
    return records.find(id).orElseThrow();
  }

  private Generation claimed(Generation accepted) {
    Instant now = store.now();
    return accepted.claimed(Claim.lasting("dead-1", now, MINUTE), now);
  }

  private Generation called(String id) {
    return Generation.accepted(
        new GenerationId(id), Source.HTTP, Prompt.of("a boat"), null, store.now());
  }

  private Generation received(String id) {
    return Generation.accepted(
        new GenerationId(id), Source.QUEUE, Prompt.of("a boat"), id, store.now());
  }
}
