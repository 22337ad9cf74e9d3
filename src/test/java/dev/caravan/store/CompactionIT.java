package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;

/** Compaction and search with an S3 server. */
@ExtendWith(RunningCaravan.class)
class CompactionIT {

  private static final String PREFIX = "compaction";
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void compacted_generations_are_found_and_what_is_no_longer_needed_is_deleted(Running caravan) {
    String bucket = caravan.aws().bucket();
    try (S3Client s3 = caravan.aws().s3Client()) {
      Records records = new Records(s3, bucket, PREFIX);
      try (Listing listing = new Listing(s3, records, bucket, PREFIX)) {
        IntStream.range(0, 12).mapToObj(CompactionIT::generation).forEach(records::create);
        SearchObjects objects = new SearchObjects(s3, bucket, PREFIX);
        assertThat(objects.marks("").marks()).as("entries written late").hasSize(12);

        runs(listing, objects, Instant.now());
        runs(listing, objects, Instant.now().plus(Duration.ofHours(2)));
        runs(listing, objects, Instant.now().plus(Duration.ofHours(4)));

        List<SearchSegment> segments = objects.readMap().map().segments();
        assertThat(segments).extracting(SearchSegment::entries).containsExactlyInAnyOrder(4, 8);
        assertThat(objects.segments()).as("no orphans").hasSize(2);
        assertThat(objects.marks("").marks()).as("no marks").isEmpty();
        Search search = new Search(s3, bucket, PREFIX, listing);
        SearchFilter even = new SearchFilter(State.CANCELLED, null, "EVEN", null, null, null);
        assertThat(all(search, even)).containsExactly("g-10", "g-8", "g-6", "g-4", "g-2", "g-0");
        objects.delete(segments.get(0).key());
        assertThat(all(search, even)).hasSize(6);
      }
    }
  }

  private static void runs(Listing listing, SearchObjects objects, Instant now) {
    Compaction compaction =
        new Compaction(
            listing, objects, Clock.fixed(now, ZoneOffset.UTC), new Compaction.Limits(8, 1000, 4));
    while (compaction.run()) {
      // Until nothing is left to do.
    }
  }

  private static List<String> all(Search search, SearchFilter filter) {
    List<String> found = new ArrayList<>();
    Listing.Page page = search.find(filter, 4, null);
    page.generations().forEach(generation -> found.add(generation.id()));
    while (!page.isComplete()) {
      page = search.find(filter, 4, page.next());
      page.generations().forEach(generation -> found.add(generation.id()));
    }
    return found;
  }

  private static Generation generation(int n) {
    Instant received = OLD.plus(Duration.ofMinutes(n));
    return Generation.accepted(
            new GenerationId("g-" + n),
            Source.HTTP,
            Prompt.of(n % 2 == 0 ? "an even day" : "an odd day"),
            null,
            received)
        .cancelled(received);
  }
}
