package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Searches in compacted generations find the same as reading every record, with few calls. */
class CompactionTest {

  private static final long FIRST = 1_780_000_000L;
  private static final Duration APART = Duration.ofMinutes(20);
  private static final Compaction.Limits SMALL = new Compaction.Limits(10, 200, 7);
  private static final List<String> TEXTS =
      List.of("a lake", "a Hill", "a red house by a lake", "fog".repeat(400) + " lake");
  private static final List<SearchFilter> FILTERS =
      List.of(
          new SearchFilter(null, null, "LAKE", null, null, null),
          new SearchFilter(State.QUEUED, null, null, null, null, null),
          new SearchFilter(State.DONE, "model-a", null, null, null, null),
          new SearchFilter(State.FAILED, null, null, "ann", at(5), at(60)),
          new SearchFilter(State.CANCELLED, null, "hill", null, null, null));

  private FakeS3 store;
  private S3Client s3;
  private Records records;
  private Listing listing;
  private SearchObjects objects;
  private Search search;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "");
    listing = new Listing(s3, records, "bucket", "");
    objects = new SearchObjects(s3, "bucket", "");
    search = new Search(s3, "bucket", "", listing);
  }

  @AfterEach
  void stop() {
    listing.close();
    s3.close();
    store.close();
  }

  /** Generations come, change and vanish, and objects are lost, in any order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void a_search_finds_what_the_records_say_whatever_has_happened_since(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 90; step++) {
      happens(random, step);
      if (step % 10 == 9) {
        FILTERS.forEach(filter -> assertFound(filter, 1 + random.nextInt(30), seed));
      }
    }
    while (compaction(Instant.now().plus(Duration.ofHours(2))).run()) {
      // Until nothing is left to do.
    }
    FILTERS.forEach(filter -> assertFound(filter, 20, seed));
    SearchMap map = objects.readMap().map();
    assertThat(map.gapBehind(map.segments().get(0).after())).as("no gaps").isEmpty();
    assertThat(map.segments())
        .allMatch(
            segment -> segment.key() == null || objects.readSegment(segment.key()).isPresent());
  }

  private void happens(Random random, int step) {
    List<String> ids = List.copyOf(stored().keySet());
    String any = ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
    int what = random.nextInt(any == null ? 4 : 14);
    switch (what) {
      case 0, 1, 2 -> create(random, step);
      // Also into a part that is compacted already.
      case 3 -> create(random, random.nextInt(step + 1));
      case 4, 5 -> end(any, random);
      case 6 -> revive(any);
      case 7 ->
          records.update(any, record -> ended(record) ? record.deleted(Instant.now()) : record);
      case 8 -> forget(any);
      case 9 -> lose(random, "search/segments/");
      case 10 -> lose(random, random.nextInt(4) == 0 ? "search/map" : "search/segments/");
      // The part of the index that is settled grows; marks are not old enough to be removed.
      case 11, 12 -> compaction(at(random.nextInt(step + 1))).run();
      default -> compaction(Instant.now().plus(Duration.ofHours(2))).run();
    }
  }

  private void create(Random random, int n) {
    String id = "g-" + random.nextInt(1_000_000);
    Generation made =
        Generation.accepted(
                new GenerationId(id),
                Source.HTTP,
                Prompt.of(TEXTS.get(random.nextInt(TEXTS.size()))),
                null,
                at(n))
            .accepted(random.nextBoolean() ? "model-a" : "model-b", null, null)
            .from(random.nextBoolean() ? "ann" : "bob");
    records.create(made);
  }

  private void end(String id, Random random) {
    int how = random.nextInt(3);
    records.update(
        id,
        record ->
            ended(record)
                ? record
                : switch (how) {
                  case 0 -> record.done(new Result("b", "k", "image/png", 1, "a"), Instant.now());
                  case 1 -> record.failed(new Failure(Reason.QUEUE, "why", Instant.now()));
                  default -> record.cancelled(Instant.now());
                });
  }

  /** As a redrive or a repeated request does. */
  private void revive(String id) {
    Generation record = records.find(id).orElseThrow();
    if (record.isFailed() || record.isDone()) {
      records.markChanged(record);
      records.replace(record.isDone() ? record.reopened() : record.released(null));
    }
  }

  /** As a life cycle rule does. */
  private void forget(String id) {
    String cursor = Keys.cursor(records.find(id).orElseThrow());
    store.objects.remove("generations/" + id + ".json");
    store.objects.remove("index/" + cursor);
  }

  private void lose(Random random, String prefix) {
    List<String> keys =
        store.objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    if (!keys.isEmpty()) {
      String key = keys.get(random.nextInt(keys.size()));
      if (random.nextBoolean()) {
        store.objects.remove(key);
      } else {
        store.put(key, "broken".getBytes(), Map.of());
      }
    }
  }

  private static boolean ended(Generation record) {
    return Set.of(State.DONE, State.FAILED, State.CANCELLED).contains(record.state());
  }

  private void assertFound(SearchFilter filter, int limit, long seed) {
    List<String> expected =
        stored().values().stream()
            .filter(filter::accepts)
            .filter(record -> filter.isBeforeTheEnd(Keys.cursor(record)))
            .filter(
                record ->
                    filter.startAfter("") == null
                        || Keys.cursor(record).compareTo(filter.startAfter("")) > 0)
            .sorted(Comparator.comparing(Keys::cursor))
            .map(Generation::id)
            .toList();
    List<String> found = new ArrayList<>();
    String next = null;
    do {
      store.calls.clear();
      Listing.Page page = search.find(filter, limit, next);
      assertThat(store.calls).hasSizeLessThanOrEqualTo(Search.MOST_CALLS);
      page.generations().forEach(generation -> found.add(generation.id()));
      next = page.next();
    } while (next != null);
    assertThat(found).as("%s, seed %d", filter, seed).isEqualTo(expected);
  }

  private Map<String, Generation> stored() {
    Map<String, Generation> all = new TreeMap<>();
    store.objects.forEach(
        (key, object) -> {
          if (key.startsWith("generations/")) {
            Generation record = new RecordJson().read(key, object.bytes());
            all.put(record.id(), record);
          }
        });
    return all;
  }

  @Test
  void a_search_over_100_000_generations_takes_at_most_50_calls_and_is_complete() {
    int segments = 20;
    int each = 5000;
    SearchMap map = SearchMap.EMPTY;
    String after = Keys.cursorAt(at(segments * each + 1));
    for (int n = segments; n > 0; n--) {
      int newest = n * each;
      List<SearchEntry> entries =
          IntStream.range(0, each)
              .mapToObj(older -> generation(newest - older))
              .map(SearchEntry::of)
              .toList();
      String last = n == 1 ? SearchMap.END : entries.get(each - 1).cursor();
      SearchObjects.Written written = objects.writeSegment(entries);
      map =
          map.with(
              new SearchSegment(written.key(), written.bytes(), after, last, each, 1, 0, 0),
              List.of());
      after = last;
    }
    assertThat(objects.writeMap(map, null)).isTrue();
    for (int n = 10_000; n <= segments * each; n += 10_000) {
      store.put("generations/g-" + n + ".json", new RecordJson().write(generation(n)), Map.of());
    }
    store.calls.clear();

    Listing.Page page =
        search.find(new SearchFilter(State.CANCELLED, null, "needle", null, null, null), 20, null);

    assertThat(page.generations())
        .extracting(Generation::id)
        .startsWith("g-100000", "g-90000")
        .hasSize(10);
    assertThat(page.isComplete()).isTrue();
    assertThat(page.searched()).isEqualTo(100_000);
    assertThat(page.to()).isEqualTo(at(1));
    // The map, the marks, the newest part of the index, the segments, and the records found.
    assertThat(store.calls).hasSize(1 + 1 + 1 + segments + 10);

    // The time limits the segments that are read.
    store.calls.clear();
    search.find(new SearchFilter(null, null, "needle", null, at(94_000), at(96_000)), 20, null);
    assertThat(store.calls).hasSizeLessThan(5);
  }

  @Test
  void segments_stay_full_and_few_while_generations_come_hour_by_hour() {
    for (int n = 1; n <= 95; n++) {
      records.create(generation(n));
      // Three generations an hour.
      compaction(at(n)).run();
    }
    while (compaction(at(200)).run()) {
      // Until nothing is left to do.
    }

    SearchMap map = objects.readMap().map();
    assertThat(map.segments().stream().mapToInt(SearchSegment::entries).sum()).isEqualTo(95);
    assertThat(map.segments()).hasSizeLessThanOrEqualTo(12);
    assertThat(map.segments()).allMatch(segment -> segment.entries() <= SMALL.entries());
  }

  @Test
  void a_compaction_without_work_changes_nothing_and_orphans_are_deleted_after_an_hour() {
    for (int n = 1; n <= 30; n++) {
      records.create(generation(n));
    }
    Instant now = Instant.now();
    while (compaction(now).run()) {
      // Until nothing is left to do.
    }
    String version = objects.readMap().version();
    store.calls.clear();

    assertThat(compaction(now).run()).isFalse();

    assertThat(objects.readMap().version()).isEqualTo(version);
    assertThat(store.calls).noneMatch(call -> call.startsWith("PUT") || call.startsWith("DELETE"));
    for (int run = 0; run < 9; run++) {
      compaction(now.plus(Duration.ofHours(2))).run();
    }
    assertThat(objects.segments()).hasSameSizeAs(objects.readMap().map().segments());
  }

  @Test
  void of_two_compactions_at_the_same_time_one_writes_the_map() {
    for (int n = 1; n <= 5; n++) {
      records.create(generation(n));
    }
    Instant now = Instant.now();
    store.beforeNextPut(() -> compaction(now).run());

    assertThat(compaction(now).run()).as("has more work").isTrue();

    assertThat(objects.readMap().map().segments()).hasSize(1);
    FILTERS.forEach(filter -> assertFound(filter, 3, 0));
  }

  @Test
  void a_young_record_needs_no_mark() {
    Generation young =
        Generation.accepted(
            new GenerationId("g-1"), Source.HTTP, Prompt.of("a"), null, Instant.now());
    records.create(young);
    records.markChanged(young);

    assertThat(store.objects.keySet()).noneMatch(key -> key.startsWith("search/"));
  }

  @Test
  void a_text_in_an_entry_is_bounded_and_whole_characters() {
    String text = "🏔".repeat(2000);
    Generation record =
        Generation.accepted(
            new GenerationId("g-1"), Source.HTTP, Prompt.of("x" + text), null, at(1));

    SearchEntry entry = SearchEntry.of(record);

    assertThat(entry.isCut()).isTrue();
    assertThat(entry.text()).isEqualTo("x" + "🏔".repeat(499));
    String key = objects.writeSegment(List.of(entry)).key();
    assertThat(objects.readSegment(key)).contains(List.of(entry));
  }

  private Compaction compaction(Instant now) {
    return new Compaction(listing, objects, Clock.fixed(now, ZoneOffset.UTC), SMALL);
  }

  /** Every 10,000th has the needle. */
  private static Generation generation(int n) {
    return Generation.accepted(
            new GenerationId("g-" + n),
            Source.HTTP,
            Prompt.of(n % 10_000 == 0 ? "a needle" : "hay " + n),
            null,
            at(n))
        .cancelled(at(n));
  }

  private static Instant at(int n) {
    return Instant.ofEpochSecond(FIRST).plus(APART.multipliedBy(n));
  }
}
