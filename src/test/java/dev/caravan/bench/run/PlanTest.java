package dev.caravan.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.bench.server.Latency;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final List<Contestant> ALL = Contestant.usual();

  @Test
  void a_full_run_takes_about_an_hour() {
    assertThat(Plan.FULL.estimate(Workload.all(), ALL) / 60).isBetween(50.0, 62.0);
  }

  @Test
  void a_contestant_without_a_jvm_has_a_shorter_warm_up() {
    List<Workload> fast = List.of(Workload.named("queue-0ms-50kb"));
    double java = Plan.FULL.estimate(fast, List.of(Contestant.LOOP));

    assertThat(java - Plan.FULL.estimate(fast, List.of(Contestant.GOLOOP)))
        .isEqualTo(Plan.FULL.warmUp().usual(true) - Plan.FULL.warmUp().leastSeconds());
    assertThat(Plan.FULL.estimate(fast, List.of(Contestant.LOOP, Contestant.CARAVAN)))
        .isEqualTo(2 * java);
  }

  @Test
  void a_quick_run_takes_less_than_three_minutes() {
    assertThat(Plan.QUICK.estimate(Workload.quick(), ALL) / 60).isBetween(0.5, 2.0);
  }

  @Test
  void a_quick_run_has_each_entrance_and_each_latency() {
    assertThat(Workload.quick()).extracting(Workload::entrance).contains(Entrance.values());
    assertThat(Workload.quick())
        .extracting(Workload::latency)
        .contains(Latency.NONE, Latency.SHORT, Latency.IMAGE_LIKE_TENTH);
  }

  @Test
  void every_workload_has_its_own_name() {
    assertThat(Workload.all()).allSatisfy(each -> assertThat(named(each)).isEqualTo(each));
    assertThat(Workload.quick()).allSatisfy(each -> assertThat(named(each)).isEqualTo(each));
  }

  private static Workload named(Workload workload) {
    return Workload.named(workload.name());
  }

  @Test
  void a_round_has_as_many_prompts_as_fill_its_seconds() {
    Workload workload = Workload.named("queue-0ms-50kb");

    assertThat(workload.prompts(930.04, 10)).isEqualTo(9_300);
  }

  @Test
  void a_round_has_at_least_two_prompts_per_worker() {
    Workload workload = Workload.named("queue-200ms-50kb");

    assertThat(workload.prompts(1, 10)).isEqualTo(2 * workload.consumers());
  }

  @Test
  void contestants_continue_if_only_the_image_is_larger() {
    Workload small = Workload.named("queue-0ms-50kb");

    assertThat(Workload.named("queue-0ms-1.5mb").goesOnFrom(small)).isTrue();
    assertThat(Workload.named("queue-200ms-50kb").goesOnFrom(small)).isFalse();
    assertThat(Workload.named("http-0ms-50kb").goesOnFrom(small)).isFalse();
  }

  @Test
  void a_slow_model_needs_less_warm_up_and_fewer_rounds() {
    Workload fast = Workload.named("queue-0ms-50kb");
    Workload slow = Workload.named("queue-200ms-50kb");
    Workload image = Workload.named("queue-5-12s-50kb");

    assertThat(List.of(fast, slow, image))
        .extracting(each -> Plan.FULL.warmUp(each).mostSeconds(), Plan.FULL::repetitions)
        .containsExactly(tuple(120.0, 5), tuple(30.0, 3), tuple(15.0, 1));
  }
}
