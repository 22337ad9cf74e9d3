package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.settings.RouteLocation;
import dev.caravan.store.FakeS3;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The only instance runs the set; whether it stays is what its trial says. */
class FleetProgressTest {

  private FakeS3 s3;
  private S3Client client;
  private RouteStore store;
  private final StringWriter out = new StringWriter();
  private Activation active;

  @BeforeEach
  void activate() throws Exception {
    s3 = new FakeS3();
    client = s3.client();
    store = new RouteStore(new RouteLocation("bucket", "routes/"), client);
    RouteSet set = RouteSet.of(Map.of("a.camel.yaml", "- route: {}\n"));
    store.put(set);
    active = activate(set.hash(), true);
    write(
        "instances/one.json",
        "{\"instance\":\"one\",\"set\":\"%s\",\"since\":\"2026-11-30T12:00:00Z\"}"
            .formatted(set.hash()));
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                   | 1 | After 1 s, its trial on the first instance is not over
          trying   | 1 | After 1 s, its trial on the first instance is not over
          failed   | 1 | Rejected by one
          rejected | 1 | Rejected by one
          ok       | 0 | The only instance runs it.
          """)
  void the_trial_decides(String state, int code, String says) throws Exception {
    if (state != null) {
      write(
          "rollouts/" + active.id() + ".json",
          "{\"set\":\"%s\",\"first\":\"one\",\"state\":\"%s\"}".formatted(active.set(), state));
    }

    assertThat(await(active)).isEqualTo(code);
    assertThat(out.toString()).startsWith(says);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, false", "-1, false"})
  void a_trial_without_prompts_is_said_to_prove_little(long prompts, boolean isSaid)
      throws Exception {
    write(
        "rollouts/" + active.id() + ".json",
        "{\"set\":\"%s\",\"first\":\"one\",\"state\":\"ok\",\"prompts\":%d}"
            .formatted(active.set(), prompts));

    assertThat(await(active)).isZero();
    assertThat(out.toString().contains("No prompt was finished during its trial"))
        .isEqualTo(isSaid);
  }

  @Test
  void files_that_need_a_restart_are_named() throws Exception {
    write(
        "instances/one.json",
        "{\"instance\":\"one\",\"set\":\"%s\",\"since\":\"2026-11-30T12:00:00Z\",\"needRestart\":[\"models.yaml\"]}"
            .formatted(active.set()));

    assertThat(await(activate(active.set(), false))).isZero();
    assertThat(out.toString()).contains("The changes in models.yaml need a restart:");
  }

  @Test
  void a_set_that_has_run_before_needs_no_trial() throws Exception {
    assertThat(await(activate(active.set(), false))).isZero();
    assertThat(out.toString()).startsWith("The only instance runs it.");
  }

  @Test
  void a_set_that_another_one_has_replaced_is_not_waited_for() throws Exception {
    activate(Activation.IMAGE, false);

    assertThat(await(active)).isEqualTo(1);
    assertThat(out.toString()).startsWith("Another set has replaced it");
  }

  private int await(Activation activation) throws InterruptedException {
    return new FleetProgress(store, activation, new PrintWriter(out)).await(1);
  }

  private Activation activate(String set, boolean staged) {
    return store.activate(set, "anna", "", staged, store.pointer()).orElseThrow();
  }

  private void write(String name, String json) {
    client.putObject(
        put -> put.bucket("bucket").key("routes/" + name), RequestBody.fromString(json));
  }
}
