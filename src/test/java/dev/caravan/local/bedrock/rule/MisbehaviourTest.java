package dev.caravan.local.bedrock.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MisbehaviourTest {

  private final AtomicLong clock = new AtomicLong();

  @Test
  void without_a_rule_nothing_is_wrong() {
    assertThat(new Misbehaviour(clock::get).decide(call("a lake"))).isEmpty();
  }

  @Property
  void a_rule_with_times_acts_that_many_times(
      @ForAll @IntRange(min = 1, max = 50) int times,
      @ForAll @IntRange(min = 0, max = 100) int calls) {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).times(times).named("r"));

    assertThat(fired(misbehaviour, calls)).isEqualTo(Math.min(times, calls));
    assertThat(misbehaviour.tallies().get("r").exhausted()).isEqualTo(calls >= times);
  }

  @Property
  void a_rule_with_every_acts_on_every_nth_call(
      @ForAll @IntRange(min = 1, max = 20) int every,
      @ForAll @IntRange(min = 0, max = 100) int calls) {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).every(every));

    for (int call = 1; call <= calls; call++) {
      assertThat(misbehaviour.decide(call("a lake")).isPresent()).isEqualTo(call % every == 0);
    }
  }

  @Property
  void every_and_times_add_up(
      @ForAll @IntRange(min = 1, max = 10) int every,
      @ForAll @IntRange(min = 1, max = 10) int times,
      @ForAll @IntRange(min = 0, max = 200) int calls) {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).every(every).times(times));

    assertThat(fired(misbehaviour, calls)).isEqualTo(Math.min(times, calls / every));
  }

  @Property(tries = 50)
  void a_rule_with_a_probability_acts_on_about_that_share_and_repeats_itself(
      @ForAll @DoubleRange(min = 0, max = 1) double share, @ForAll long seed) {
    Misbehaviour one = new Misbehaviour(clock::get);
    Misbehaviour other = new Misbehaviour(clock::get);
    one.add(Rule.of(Fault.THROTTLE).probability(share, seed));
    other.add(Rule.of(Fault.THROTTLE).probability(share, seed));

    int fired = fired(one, 4000);

    // Six standard deviations of fair dice: exceeded once in a thousand million runs.
    assertThat(fired / 4000.0).isBetween(share - 0.05, share + 0.05);
    assertThat(fired(other, 4000)).isEqualTo(fired);
  }

  @Test
  void nothing_and_always_are_exact() {
    Misbehaviour never = new Misbehaviour(clock::get);
    Misbehaviour always = new Misbehaviour(clock::get);
    never.add(Rule.of(Fault.THROTTLE).probability(0, 1));
    always.add(Rule.of(Fault.THROTTLE).probability(1, 1));

    assertThat(fired(never, 1000)).isZero();
    assertThat(fired(always, 1000)).isEqualTo(1000);
  }

  @Test
  void three_times_is_three_however_many_callers_there_are() throws InterruptedException {
    Misbehaviour misbehaviour = new Misbehaviour(System::nanoTime);
    misbehaviour.add(Rule.of(Fault.THROTTLE).times(3).named("r"));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<CompletableFuture<Integer>> callers =
          IntStream.range(0, 16)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            await(start);
                            return fired(misbehaviour, 500);
                          },
                          threads))
              .toList();
      start.countDown();

      assertThat(callers.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(3);
      assertThat(misbehaviour.tallies().get("r").fired()).isEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void every_call_is_counted_however_many_come_at_once() {
    Misbehaviour misbehaviour = new Misbehaviour(System::nanoTime);
    misbehaviour.add(Rule.of(Fault.THROTTLE).every(5).named("r"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<CompletableFuture<Integer>> callers =
          IntStream.range(0, 8)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            await(start);
                            return fired(misbehaviour, 10_000);
                          },
                          threads))
              .toList();
      start.countDown();

      assertThat(callers.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(16_000);
      assertThat(misbehaviour.tallies().get("r")).isEqualTo(new Tally(80_000, 16_000, false));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_rule_that_lasts_a_time_ends_with_it() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).lasting(Duration.ofSeconds(10)).named("r"));

    clock.set(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(misbehaviour.decide(call("a lake"))).isPresent();

    clock.set(Duration.ofSeconds(10).toNanos());
    assertThat(misbehaviour.decide(call("a lake"))).isEmpty();
    assertThat(misbehaviour.tallies().get("r")).isEqualTo(new Tally(1, 1, true));
  }

  @Test
  void the_first_rule_that_takes_a_call_decides_it() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).times(1).named("first"));
    misbehaviour.add(Rule.of(Fault.INTERNAL).times(1).named("second"));

    assertThat(misbehaviour.decide(call("a lake"))).map(Rule::id).contains("first");
    assertThat(misbehaviour.decide(call("a lake"))).map(Rule::id).contains("second");
    assertThat(misbehaviour.decide(call("a lake"))).isEmpty();
    assertThat(misbehaviour.tallies().get("second").seen()).isEqualTo(1);
  }

  @Test
  void a_rule_counts_only_the_calls_that_it_matches() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(
        Rule.of(Fault.THROTTLE).on(Match.model("amazon.*").andPrompt("LAKE")).every(2).named("r"));

    assertThat(misbehaviour.decide(call("a lake"))).isEmpty();
    assertThat(misbehaviour.decide(call("a hill"))).isEmpty();
    assertThat(
            misbehaviour.decide(
                new Asked("meta.llama", "meta.llama", Operation.CONVERSE, "a lake")))
        .isEmpty();
    assertThat(misbehaviour.decide(call("the Lakes"))).isPresent();
  }

  @Test
  void a_model_is_matched_by_its_profile_too() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).on(Match.model("amazon.nova-lite-v?:0")));

    assertThat(
            misbehaviour.decide(
                new Asked(
                    "us.amazon.nova-lite-v1:0",
                    "amazon.nova-lite-v1:0",
                    Operation.CONVERSE,
                    "a lake")))
        .isPresent();
  }

  @Test
  void a_health_check_uses_up_no_rule() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).times(1));

    assertThat(
            misbehaviour.decide(
                new Asked("amazon.x", "amazon.x", Operation.GET_FOUNDATION_MODEL, "")))
        .isEmpty();
    assertThat(misbehaviour.decide(call("a lake"))).isPresent();
  }

  @Test
  void rules_without_an_id_get_one_that_is_unique() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).named("rule-1"));

    assertThat(misbehaviour.add(Rule.of(Fault.THROTTLE)).id()).isEqualTo("rule-2");
    assertThatThrownBy(() -> misbehaviour.add(Rule.of(Fault.THROTTLE).named("rule-2")))
        .isInstanceOf(InvalidRule.class)
        .hasMessage("id: found \"rule-2\" twice, allowed: once");
  }

  @Test
  void either_all_of_several_rules_are_added_or_none() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    misbehaviour.add(Rule.of(Fault.THROTTLE).named("old"));
    List<Rule> twice =
        List.of(Rule.of(Fault.INTERNAL).named("new"), Rule.of(Fault.QUOTA).named("new"));

    assertThatThrownBy(() -> misbehaviour.addAll(twice)).isInstanceOf(InvalidRule.class);
    assertThatThrownBy(() -> misbehaviour.replace(twice)).isInstanceOf(InvalidRule.class);

    assertThat(misbehaviour.list()).extracting(Rule::id).containsExactly("old");
  }

  @Test
  void replacing_rules_sets_their_counters_to_zero() {
    Misbehaviour misbehaviour = new Misbehaviour(clock::get);
    Rule once = Rule.of(Fault.THROTTLE).times(1).named("r");
    misbehaviour.add(once);
    assertThat(fired(misbehaviour, 5)).isEqualTo(1);

    misbehaviour.replace(List.of(once));

    assertThat(fired(misbehaviour, 5)).isEqualTo(1);
  }

  private static int fired(Misbehaviour misbehaviour, int calls) {
    int fired = 0;
    for (int call = 0; call < calls; call++) {
      fired += misbehaviour.decide(call("a lake")).isPresent() ? 1 : 0;
    }
    return fired;
  }

  private static Asked call(String prompt) {
    return new Asked("amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0", Operation.CONVERSE, prompt);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
