package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What a search finds, and how many calls it makes. */
class SearchTest {

  private static final long FIRST = 1_790_000_000L;

  private FakeS3 store;
  private S3Client s3;
  private Records records;
  private Listing listing;
  private Search search;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    s3 = store.client();
    records = new Records(s3, "bucket", "");
    listing = new Listing(s3, records, "bucket", "");
    search = new Search(s3, "bucket", "", listing);
  }

  @AfterEach
  void stop() {
    listing.close();
    s3.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, -, g-4 g-3 g-2 g-1",
        "QUEUED, -, -, -, g-4 g-3 g-1",
        "FAILED, -, -, -, g-2",
        "DONE, -, -, -, -",
        "-, model-b, -, -, g-3",
        "-, model, -, -, -",
        "-, -, LAKE, -, g-2 g-1",
        "-, -, øy, -, g-3",
        "-, -, a lake at, -, g-2",
        "-, -, -, ann, g-4 g-1",
        "-, -, -, an, -",
        "QUEUED, model-a, lake, ann, g-1",
        "FAILED, model-a, lake, ann, -"
      })
  void all_filters_together_decide(
      State status, String model, String text, String caller, String expected) {
    put(1, "a Lake", "model-a", "ann");
    Generation failed = put(2, "a lake at night", "model-a", "bob");
    records.replace(failed.failed(new Failure(Reason.UNEXPECTED, "why", Instant.now())));
    put(3, "En ØY", "model-b", null);
    records.create(Generation.unreadable(new GenerationId("g-4"), "?", "m-4", at(4)).from("ann"));

    Listing.Page page =
        search.find(new SearchFilter(status, model, text, caller, null, null), 10, null);

    assertThat(ids(page.generations()))
        .isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
    assertThat(page.searched()).isEqualTo(4);
    assertThat(page.to()).isEqualTo(at(1));
    assertThat(page.isComplete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, 5 4 3 2 1",
        "2, -, 5 4 3 2",
        "-, 4, 3 2 1",
        "2, 4, 3 2",
        "6, -, -",
        "-, 1, -",
        "4, 2, -",
        "4, 4, -"
      })
  void a_period_includes_its_beginning_and_not_its_end(Integer from, Integer to, String expected) {
    for (int n = 1; n <= 5; n++) {
      put(n, "a lake", "m", null);
    }
    Instant first = from == null ? null : at(from);
    Instant end = to == null ? null : at(to);

    for (String text : new String[] {null, "lake"}) {
      List<String> found =
          all(new SearchFilter(null, null, text, null, first, end), 2).stream()
              .map(id -> id.substring(2))
              .toList();

      assertThat(found)
          .as("text %s", text)
          .isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
    }
  }

  @Test
  void times_that_no_index_key_can_express_are_the_nearest_ones() {
    put(1, "a lake", "m", null);

    assertThat(
            all(
                new SearchFilter(
                    null,
                    null,
                    "lake",
                    null,
                    Instant.parse("0000-01-01T00:00:00Z"),
                    Instant.parse("9999-12-31T23:59:59Z")),
                5))
        .containsExactly("g-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 40, 100})
  void the_pages_of_a_search_find_each_generation_once_whatever_the_bound(int limit) {
    for (int n = 1; n <= 130; n++) {
      put(n, n % 3 == 0 ? "a lake" : "a hill", "m", null);
    }
    SearchFilter lakes = new SearchFilter(null, null, "lake", null, null, null);

    assertThat(all(lakes, limit))
        .isEqualTo(
            IntStream.rangeClosed(1, 130)
                .map(n -> 131 - n)
                .filter(n -> n % 3 == 0)
                .mapToObj(n -> "g-" + n)
                .toList());
  }

  @Test
  void an_answer_makes_at_most_fifty_calls_and_says_how_far_it_looked() {
    for (int n = 1; n <= 130; n++) {
      put(n, "a hill", "m", null);
    }
    store.calls.clear();

    Listing.Page page =
        search.find(new SearchFilter(null, null, "lake", null, null, null), 100, null);

    assertThat(store.calls).hasSize(50);
    assertThat(page.generations()).isEmpty();
    assertThat(page.isComplete()).isFalse();
    assertThat(page.searched()).isEqualTo(48);
    assertThat(page.to()).isEqualTo(at(130 - 47));
    assertThat(page.next()).isEqualTo(Keys.cursor(generation(130 - 47)));
  }

  @Test
  void a_record_that_is_not_readable_is_looked_at_and_left_out() {
    put(1, "a lake", "m", null);
    put(2, "a lake", "m", null);
    store.put("generations/g-2.json", "{".getBytes(), Map.of());

    assertThat(all(new SearchFilter(null, null, "lake", null, null, null), 5))
        .containsExactly("g-1");
  }

  @Test
  void an_empty_bucket_is_searched_completely() {
    Listing.Page page = search.find(new SearchFilter(null, null, "x", null, null, null), 5, null);

    assertThat(page).isEqualTo(new Listing.Page(List.of(), null, 0, null));
  }

  private List<String> all(SearchFilter filter, int limit) {
    List<String> found = new ArrayList<>();
    String next = null;
    do {
      store.calls.clear();
      Listing.Page page = search.find(filter, limit, next);
      assertThat(store.calls).hasSizeLessThanOrEqualTo(filter.isPeriod() ? limit + 2 : 50);
      assertThat(page.generations()).hasSizeLessThanOrEqualTo(limit);
      found.addAll(ids(page.generations()));
      next = page.next();
    } while (next != null);
    return found;
  }

  private Generation put(int n, String text, String model, String caller) {
    return records.create(generation(n, text, model, caller));
  }

  private static Generation generation(int n) {
    return generation(n, "a hill", "m", null);
  }

  private static Generation generation(int n, String text, String model, String caller) {
    return Generation.accepted(
            new GenerationId("g-" + n), Source.HTTP, Prompt.of(text), null, at(n))
        .accepted(model, null, null)
        .from(caller);
  }

  private static Instant at(int n) {
    return Instant.ofEpochSecond(FIRST + n);
  }

  private static List<String> ids(List<Generation> generations) {
    return generations.stream().map(Generation::id).toList();
  }
}
