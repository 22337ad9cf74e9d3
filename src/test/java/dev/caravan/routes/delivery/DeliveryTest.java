package dev.caravan.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.reload.Fault;
import dev.caravan.routes.reload.Intake;
import dev.caravan.routes.reload.Rejection;
import dev.caravan.settings.RouteLocation;
import dev.caravan.store.FakeS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Instances that look at a store in turn, and routes that are good or bad as the test wants. */
class DeliveryTest {

  private static final RouteLocation PLACE = new RouteLocation("bucket", "routes/");

  @TempDir Path image;
  private FakeS3 s3;
  private RouteStore store;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Logger logger;

  @BeforeEach
  void start() throws Exception {
    s3 = new FakeS3();
    store = new RouteStore(PLACE, s3.client());
    Files.writeString(image.resolve("a.camel.yaml"), "image");
    logger = (Logger) LoggerFactory.getLogger(Delivery.class);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    s3.close();
  }

  /** An instance whose routes are one file. It rejects a file that contains "bad" or its name. */
  private final class Instance {

    private final String name;
    private final Delivery delivery;
    private final List<String> taken = new ArrayList<>();
    private Runnable whileTaking = () -> {};
    private double failures;
    private double finished;
    private String runs;

    Instance(String name) {
      this.name = name;
      this.delivery =
          new Delivery(
              new RouteStore(PLACE, s3.client()),
              image,
              new InstanceName(name),
              Duration.ofHours(1));
      this.runs = text(delivery.startFolder());
    }

    Instance begin() {
      delivery.receiveBy(
          new Intake(
              folder -> CompletableFuture.completedFuture(take(folder)),
              Set::of,
              () -> finished,
              () -> failures));
      return this;
    }

    private List<Fault> take(Path folder) {
      String text = text(folder);
      whileTaking.run();
      if (text.contains("bad") || text.contains("not for " + name)) {
        return List.of(new Fault("a.camel.yaml", 3, 1, "unknown-key", "It is bad.", "Fix it."));
      }
      taken.add(text);
      runs = text;
      return List.of();
    }

    Instance look() {
      delivery.check();
      return this;
    }

    ObjectNode state() {
      ObjectNode json = new ObjectMapper().createObjectNode();
      delivery.describe(json);
      return json;
    }
  }

  private static String text(Path folder) {
    try {
      return Files.readString(folder.resolve("a.camel.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Instance instance(String name) {
    return new Instance(name).begin();
  }

  private Activation push(String text) throws Exception {
    RouteSet set = RouteSet.of(Map.of("a.camel.yaml", text));
    store.put(set);
    return activate(set.hash(), true);
  }

  private Activation activate(String set, boolean staged) {
    return store.activate(set, "anna", "why not", staged, store.pointer()).orElseThrow();
  }

  private void outage(int calls) {
    for (int n = 0; n < calls; n++) {
      s3.next("GET", FakeS3.Fault.refused(503, "SlowDown"));
      s3.next("PUT", FakeS3.Fault.refused(503, "SlowDown"));
    }
  }

  @Test
  void one_instance_runs_a_new_set_first_and_the_others_follow_when_it_is_good() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    push("new");

    one.look();
    two.look();
    assertThat(one.runs).isEqualTo("new");
    assertThat(two.runs).as("while the first one tries it").isEqualTo("image");

    one.look();
    two.look();
    assertThat(two.runs).isEqualTo("new");
    assertThat(two.state().at("/activation/by").asText()).isEqualTo("anna");
  }

  @Test
  void nobody_follows_an_instance_that_rejects_and_all_say_why() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    push("bad");

    one.look();
    two.look();
    one.look();

    for (Instance each : List.of(one, two)) {
      assertThat(each.runs).isEqualTo("image");
      assertThat(each.taken).isEmpty();
      assertThat(each.delivery.rejection().orElseThrow())
          .extracting(Rejection::by, rejection -> rejection.faults().get(0).message())
          .containsExactly("one", "It is bad.");
      assertThat(each.state().at("/rejected/by").asText()).isEqualTo("one");
      assertThat(each.state().at("/rejected/findings/0/message").asText()).isEqualTo("It is bad.");
    }
    assertThat(store.reports())
        .hasSize(2)
        .allSatisfy(
            report ->
                assertThat(report.refusal().orElseThrow().faults().get(0).text())
                    .isEqualTo("a.camel.yaml:3:1: It is bad. [unknown-key]"));
  }

  @Test
  void a_set_that_was_replaced_before_anyone_tried_it_is_never_tried() throws Exception {
    Instance one = instance("one");
    Activation replaced = push("replaced");
    push("bad");

    one.look().look();

    assertThat(one.runs).isEqualTo("image");
    assertThat(one.taken).isEmpty();
    assertThat(store.rollout(replaced)).isEmpty();
  }

  @Test
  void a_good_set_after_a_bad_one_clears_the_rejection() throws Exception {
    Instance one = instance("one");
    push("bad");
    one.look();

    push("good");
    one.look().look();

    assertThat(one.runs).isEqualTo("good");
    assertThat(one.delivery.rejection()).isEmpty();
    assertThat(store.reports().get(0).refusal()).isEmpty();
  }

  @Test
  void nobody_follows_an_instance_that_ends_without_an_answer() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    Activation activation = push("crashes");
    one.look();

    two.look();
    assertThat(two.delivery.rejection()).as("the first one may still answer").isEmpty();
    s3.ahead = Staging.LONGEST_TRIAL.plusSeconds(1);
    two.look().look();

    assertThat(two.runs).isEqualTo("image");
    assertThat(two.state().at("/rejected/findings/0/message").asText())
        .contains("one", "no answer within 120 s");
    assertThat(store.rollout(activation).orElseThrow().value().state())
        .isEqualTo(Rollout.State.FAILED);
    // The first one was only slow: it goes back, so that all run the same.
    one.look();
    assertThat(one.runs).isEqualTo("image");
    assertThat(one.delivery.rejection()).isPresent();
  }

  @Test
  void an_instance_that_is_stopped_answers_first() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    push("new");
    one.look();

    one.delivery.end();
    two.look();

    assertThat(two.runs).isEqualTo("new");
    assertThat(store.reports()).extracting(Report::instance).containsExactly("two");
  }

  @Test
  void prompts_that_begin_to_fail_after_the_switch_make_the_set_fail() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    push("breaks prompts");
    one.look();
    one.failures = 2;

    one.look();
    two.look();

    assertThat(one.runs).isEqualTo("image");
    assertThat(two.runs).isEqualTo("image");
    assertThat(two.state().at("/rejected/findings/0/message").asText())
        .isEqualTo(
            "Prompts failed with UNEXPECTED right after the switch: 2, and 0 in the minute before.");
  }

  /** The set fails only if more prompts fail in its trial than in the minute before. */
  @ParameterizedTest
  @CsvSource({"0, 0, new", "0, 1, image", "1, 1, new", "1, 2, image", "2, 1, new"})
  void a_trial_is_compared_with_the_minute_before(int before, int during, String runs)
      throws Exception {
    Instance one = instance("one");
    one.failures = before;
    one.look();
    push("new");
    one.look();
    one.failures = before + during;

    one.look();

    assertThat(one.runs).isEqualTo(runs);
    assertThat(one.delivery.rejection().isPresent()).isEqualTo(runs.equals("image"));
  }

  @Test
  void failures_of_a_set_on_trial_do_not_excuse_the_next_set() throws Exception {
    Instance one = instance("one");
    push("breaks prompts");
    one.look();
    one.failures = 5;
    // More prompts fail until the routes before it run again.
    one.whileTaking = () -> one.failures = 9;
    one.look();
    one.whileTaking = () -> {};

    push("breaks prompts, too");
    one.look();
    one.failures = 10;
    one.look();

    assertThat(one.runs).isEqualTo("image");
  }

  @Test
  void the_answer_says_how_many_prompts_the_trial_had() throws Exception {
    Instance one = instance("one");
    one.finished = 40;
    Activation idle = push("no traffic");
    one.look().look();
    Activation busy = push("traffic");
    one.look();
    one.finished = 43;
    one.look();
    Activation bad = push("bad");
    one.look();

    assertThat(List.of(idle, busy, bad))
        .extracting(each -> store.rollout(each).orElseThrow().value().prompts())
        .containsExactly(0L, 3L, Rollout.UNKNOWN);
  }

  @Test
  void a_set_that_has_run_before_is_taken_at_once() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    Activation first = push("first");
    one.look().look();
    two.look();
    push("second");
    one.look().look();
    two.look();

    activate(first.set(), false);
    two.look();
    one.look();

    assertThat(List.of(one.runs, two.runs)).containsOnly("first");
  }

  @Test
  void the_images_routes_can_be_activated() throws Exception {
    Instance one = instance("one");
    push("first");
    one.look().look();

    activate(Activation.IMAGE, false);
    one.look();

    assertThat(one.runs).isEqualTo("image");
    assertThat(one.state().path("set").asText()).isEqualTo("image");
  }

  @Test
  void an_instance_that_alone_rejects_a_good_set_keeps_its_routes_and_says_so() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    push("not for two");
    one.look().look();

    two.look().look();

    assertThat(one.runs).isEqualTo("not for two");
    assertThat(two.runs).isEqualTo("image");
    assertThat(two.state().at("/rejected/by").asText()).isEqualTo("two");
    assertThat(one.delivery.rejection()).isEmpty();
  }

  @Test
  void an_unchanged_pointer_costs_one_read_and_no_write() throws Exception {
    push("first");
    Instance one = instance("one").look().look();
    s3.calls.clear();

    one.look();

    assertThat(s3.calls).containsExactly("GET routes/current.json");
    assertThat(s3.notModified).as("the answer has no body").hasPositiveValue();
  }

  @Test
  void an_outage_changes_nothing_and_is_two_lines_in_the_log() throws Exception {
    push("first");
    Instance one = instance("one").look().look();
    log.list.clear();
    outage(20);

    for (int n = 0; n < 20; n++) {
      one.look();
    }
    assertThat(one.taken).containsExactly("first");
    assertThat(one.state().path("reachable").asBoolean()).isFalse();
    one.look();

    assertThat(one.taken).containsExactly("first");
    assertThat(one.state().path("reachable").asBoolean()).isTrue();
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.INFO);
    assertThat(log.list.get(0).getFormattedMessage())
        .startsWith("The route store s3://bucket/routes can't be used, so the routes stay")
        .contains("503");
  }

  @Test
  void a_first_instance_whose_answer_can_t_be_written_writes_it_later() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    push("new");
    one.look();
    s3.next("PUT routes/rollouts", FakeS3.Fault.refused(503, "SlowDown"));

    one.look();
    two.look();
    assertThat(two.runs).isEqualTo("image");
    one.look();
    two.look();

    assertThat(two.runs).isEqualTo("new");
  }

  @Test
  void a_rejection_that_can_t_be_written_is_written_later() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    Activation activation = push("bad");
    one.whileTaking = () -> s3.next("PUT routes/rollouts", FakeS3.Fault.refused(503, "SlowDown"));

    one.look();
    assertThat(one.delivery.rejection()).as("although the others don't know it yet").isPresent();
    assertThat(store.rollout(activation).orElseThrow().value().state())
        .isEqualTo(Rollout.State.TRYING);
    one.look();
    two.look();

    assertThat(two.state().at("/rejected/findings/0/message").asText()).isEqualTo("It is bad.");
    assertThat(one.taken).isEmpty();
  }

  @Test
  void lost_answers_to_writes_change_nothing() throws Exception {
    Instance one = instance("one");
    Instance two = instance("two");
    push("new");
    s3.next("PUT routes/rollouts", FakeS3.Fault.ANSWER_LOST);
    one.look();
    one.look();
    assertThat(one.runs).as("it has found out that it is the first one").isEqualTo("new");
    s3.next("PUT routes/rollouts", FakeS3.Fault.ANSWER_LOST);
    one.look().look();
    two.look();

    assertThat(two.runs).isEqualTo("new");
    assertThat(one.taken).containsExactly("new");
  }

  @Test
  void of_two_instances_that_begin_at_the_same_time_one_waits() throws Exception {
    Instance two = instance("two");
    Activation activation = push("new");
    s3.beforeNextPut(
        () ->
            s3.put(
                "routes/rollouts/" + activation.id() + ".json",
                Rollout.trying(activation.set(), "one").toJson(),
                Map.of()));

    two.look();

    assertThat(two.taken).isEmpty();
    assertThat(store.rollout(activation).orElseThrow().value().first()).isEqualTo("one");
  }

  @Test
  void a_start_takes_the_newest_set_that_is_known_to_be_good() throws Exception {
    Instance one = instance("one");
    push("good");
    one.look().look();
    push("bad");
    one.look();

    Instance late = new Instance("late");

    assertThat(late.runs).isEqualTo("good");
    late.begin().look();
    assertThat(late.delivery.rejection()).as("as the others").isPresent();
    assertThat(late.runs).isEqualTo("good");
  }

  @Test
  void a_start_without_the_store_uses_the_images_routes_until_it_can_be_read() throws Exception {
    Instance one = instance("one");
    push("good");
    one.look().look();
    outage(1);

    Instance late = instance("late");
    assertThat(late.runs).isEqualTo("image");
    late.look();

    assertThat(late.runs).isEqualTo("good");
  }

  @Test
  void a_service_that_can_t_start_with_a_set_starts_with_the_images_routes_and_says_so()
      throws Exception {
    Instance one = instance("one");
    push("good");
    one.look().look();
    Instance late = new Instance("late");

    Optional<Path> other = late.delivery.refuseStart("No bean ovens.");
    late.runs = text(other.orElseThrow());
    late.begin().look();

    assertThat(late.runs).isEqualTo("image");
    assertThat(late.state().at("/rejected/findings/0/message").asText())
        .isEqualTo("The service can't start with it: No bean ovens.");
    assertThat(late.delivery.refuseStart("Again.")).as("nothing is left to try").isEmpty();
  }

  @Test
  void a_damaged_or_missing_set_is_rejected() throws Exception {
    Instance one = instance("one");
    Activation damaged = push("new");
    s3.put(
        "routes/sets/" + damaged.set() + ".json",
        "{\"files\":{\"a.camel.yaml\":\"other\"}}".getBytes(StandardCharsets.UTF_8),
        Map.of());
    one.look();
    assertThat(one.state().at("/rejected/findings/0/message").asText()).contains("damaged");

    Activation missing = push("newer");
    s3.objects.remove("routes/sets/" + missing.set() + ".json");
    one.look();

    assertThat(one.state().at("/rejected/findings/0/message").asText()).contains("is missing");
    assertThat(one.taken).isEmpty();
  }

  @Test
  void a_pointer_that_this_version_does_not_understand_changes_nothing() throws Exception {
    push("first");
    Instance one = instance("one").look().look();
    for (String text :
        List.of(
            "",
            "{}",
            "{\"schema\":2}",
            "{\"schema\":1,\"active\":{\"id\":\"../x\",\"number\":1,\"set\":\"image\",\"at\":\"2026-01-01T00:00:00Z\"}}",
            "{\"schema\":1,\"active\":{\"id\":\"1-00000000\",\"number\":1,\"set\":\"../x\",\"at\":\"2026-01-01T00:00:00Z\"}}")) {
      s3.put("routes/current.json", text.getBytes(StandardCharsets.UTF_8), Map.of());
      one.look();
      assertThat(one.state().path("reachable").asBoolean()).as(text).isFalse();
    }
    s3.objects.remove("routes/current.json");
    one.look();

    assertThat(one.taken).containsExactly("first");
  }

  @Test
  void of_two_people_who_push_at_the_same_time_one_must_look_again() throws Exception {
    push("first");
    Optional<RouteStore.Versioned<Pointer>> seen = store.pointer();
    RouteSet set = RouteSet.of(Map.of("a.camel.yaml", "mine"));

    assertThat(store.activate(set.hash(), "anna", "", true, seen)).isPresent();
    assertThat(store.activate(set.hash(), "bert", "", true, seen)).isEmpty();
    assertThat(store.pointer().orElseThrow().value().activations())
        .extracting(Activation::number, Activation::by)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, "anna"),
            org.assertj.core.groups.Tuple.tuple(1, "anna"));
  }

  @Test
  void a_lost_answer_to_a_push_is_no_conflict() throws Exception {
    push("first");
    s3.next("PUT routes/current.json", FakeS3.Fault.applied(412, "PreconditionFailed"));

    assertThat(store.activate(Activation.IMAGE, "anna", "", false, store.pointer())).isPresent();
  }

  @Test
  void the_history_keeps_the_last_hundred() throws Exception {
    Activation last = push("first");
    for (int n = 0; n < Pointer.KEPT + 4; n++) {
      last = activate(Activation.IMAGE, false);
    }

    assertThat(store.pointer().orElseThrow().value().activations())
        .hasSize(Pointer.KEPT)
        .first()
        .isEqualTo(last);
    assertThat(last.number()).isEqualTo(Pointer.KEPT + 5);
  }
}
