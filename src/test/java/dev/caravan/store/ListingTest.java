package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

class ListingTest {

  /** Objects in the index that Caravan did not write, in the order of their names. */
  private static final List<String> FOREIGN =
      List.of(
          "",
          "\u0000",
          "%00",
          "&<>\"\u0001\uFFFE",
          "0-g-1",
          "8209999996500-",
          "8209999996500-g-1/more",
          "8209999996999-g-3.json",
          "8209999997500-\u0000",
          "8209999996999-g-3\n",
          "x-g-1",
          "~",
          "\u00e9");

  private final Logger log = (Logger) LoggerFactory.getLogger(Listing.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
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
    logged.start();
    log.addAppender(logged);
  }

  @AfterEach
  void stop() {
    log.detachAppender(logged);
    listing.close();
    s3.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"prompt\":{\"text\":\"a secret",
        "\"a secret\"",
        "{\"schema\":2,\"id\":\"g-2\",\"state\":\"done\",\"note\":\"a secret\"}",
        "{\"schema\":1,\"id\":\"g-2\",\"state\":\"done\",\"note\":\"a secret\",\"times\":{\"received\":\"2026-11-05T12:00:00Z\"}}",
        "{\"schema\":1,\"id\":\"g-2\",\"state\":\"a secret\",\"times\":{}}",
        "{\"schema\":1,\"id\":\"a-secret\",\"state\":\"queued\",\"times\":{\"received\":\"2026-11-05T12:00:00Z\"}}"
      })
  void a_record_that_is_not_readable_is_left_out_and_named_in_the_log(String broken) {
    for (int n = 1; n <= 3; n++) {
      records.create(received(n));
    }
    store.put("generations/g-2.json", broken.getBytes(), Map.of());

    assertThat(listing.page(10, null).generations())
        .extracting(Generation::id)
        .containsExactly("g-3", "g-1");

    assertThat(logged.list).hasSize(1);
    ILoggingEvent line = logged.list.get(0);
    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(line.getFormattedMessage())
        .startsWith("The list leaves out a generation: generations/g-2.json ")
        .doesNotContain("secret");
    assertThat(line.getThrowableProxy()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 100})
  void objects_that_caravan_did_not_write_are_left_out_and_the_pages_go_on(int limit) {
    for (int n = 1; n <= 5; n++) {
      records.create(received(n));
    }
    FOREIGN.forEach(name -> store.put("index/" + name, new byte[0], Map.of()));

    List<String> listed = new ArrayList<>();
    String next = null;
    do {
      Listing.Page page = listing.page(limit, next);
      page.generations().forEach(generation -> listed.add(generation.id()));
      assertThat(page.generations()).as("a whole page").hasSize(Math.min(limit, 5 - at(next)));
      next = page.next();
      assertThat(next == null || Keys.isCursor(next)).as(next).isTrue();
    } while (next != null);

    assertThat(listed).containsExactly("g-5", "g-4", "g-3", "g-2", "g-1");
    assertThat(listing.cursors(2, null))
        .containsExactly(Keys.cursor(received(5)), Keys.cursor(received(4)));
  }

  /** How many generations come up to this cursor. */
  private static int at(String cursor) {
    return cursor == null ? 0 : 6 - Integer.parseInt(cursor.substring(cursor.length() - 1));
  }

  @Test
  void many_foreign_objects_take_few_calls() {
    records.create(received(1));
    for (int n = 0; n < 2_500; n++) {
      store.put("index/%05d".formatted(n), new byte[0], Map.of());
    }
    store.calls.clear();

    assertThat(listing.page(1, null).generations()).hasSize(1);
    assertThat(store.calls).hasSizeLessThan(8);
  }

  @Test
  void a_generation_is_listed_once_where_its_record_says_that_it_was_received() {
    records.create(received(1));
    store.put("index/" + Keys.cursorAt(Instant.ofEpochSecond(5)) + "-g-1", new byte[0], Map.of());

    assertThat(listing.page(10, null).generations())
        .extracting(Generation::id)
        .containsExactly("g-1");
  }

  private static Generation received(int n) {
    return Generation.accepted(
        new GenerationId("g-" + n),
        Source.HTTP,
        Prompt.of("a lake"),
        null,
        Instant.ofEpochSecond(1_790_000_000L + n));
  }
}
