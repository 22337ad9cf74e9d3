package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.settings.RouteLocation;
import dev.caravan.store.FakeS3;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Which set a rollback may choose: a set that failed must not come back by itself. */
class EarlierSetsTest {

  private FakeS3 s3;
  private S3Client client;
  private RouteStore store;

  @BeforeEach
  void open() throws Exception {
    s3 = new FakeS3();
    client = s3.client();
    store = new RouteStore(new RouteLocation("bucket", "routes/"), client);
  }

  @AfterEach
  void close() {
    s3.close();
  }

  /** The trials of one set, oldest first; then the image's routes are active. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          ok:4          , true
          ok:-1         , true
          ok:0          , true
          failed:3      , false
          rejected:-1   , false
          trying:-1     , false
          failed:3 ok:0 , false
          ok:4 ok:0     , true
          ok:4 failed:1 , false
          failed:3 ok:4 , true
          ok:0 once     , true
          failed:3 ok:0 once , false
          once          , true
          """)
  void the_newest_trial_with_prompts_decides(String trials, boolean hasRun) throws Exception {
    String set = stored("a");
    for (String trial : trials.split(" ")) {
      activate(set, trial);
    }
    activate(Activation.IMAGE, "once");

    assertThat(earlier().hasRun(set)).isEqualTo(hasRun);
    if (hasRun) {
      assertThat(earlier().previous()).isEqualTo(set);
    } else {
      assertThatThrownBy(() -> earlier().previous()).isInstanceOf(CommandFailedException.class);
    }
  }

  @Test
  void a_set_that_failed_is_skipped_for_an_older_one() throws Exception {
    String good = stored("good");
    String bad = stored("bad");
    activate(good, "ok:9");
    activate(bad, "failed:4");
    activate(bad, "ok:0");
    activate(stored("newest"), "ok:9");

    assertThat(earlier().previous()).isEqualTo(good);
  }

  private EarlierSets earlier() {
    return new EarlierSets(store.pointer().orElseThrow().value().activations(), store);
  }

  private String stored(String text) throws Exception {
    RouteSet set = RouteSet.of(Map.of("a.camel.yaml", text));
    store.put(set);
    return set.hash();
  }

  /**
   * @param trial its state and number of prompts, or {@code once} for none
   */
  private void activate(String set, String trial) {
    boolean staged = !trial.equals("once");
    Activation active = store.activate(set, "anna", "", staged, store.pointer()).orElseThrow();
    if (staged) {
      String[] parts = trial.split(":");
      client.putObject(
          put -> put.bucket("bucket").key("routes/rollouts/" + active.id() + ".json"),
          RequestBody.fromString(
              "{\"set\":\"%s\",\"first\":\"one\",\"state\":\"%s\",\"prompts\":%s}"
                  .formatted(set, parts[0], parts[1])));
    }
  }
}
