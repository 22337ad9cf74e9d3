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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

class ListingTest {

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
        "{\"schema\":1,\"id\":\"g-2\",\"state\":\"done\",\"note\":\"a secret\",\"times\":{}}",
        "{\"schema\":1,\"id\":\"g-2\",\"state\":\"a secret\",\"times\":{}}",
        "{\"schema\":1,\"id\":\"a-secret\",\"state\":\"queued\",\"times\":{}}"
      })
  void a_record_that_is_not_readable_is_left_out_and_named_in_the_log(String broken) {
    for (int n = 1; n <= 3; n++) {
      records.create(
          Generation.accepted(
              new GenerationId("g-" + n),
              Source.HTTP,
              Prompt.of("a lake"),
              null,
              Instant.ofEpochSecond(1_790_000_000L + n)));
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
}
