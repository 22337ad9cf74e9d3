package dev.caravan.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.soak.SoakReport.Moment;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rule fails leaks and passes figures that only jump or fill up. */
class GrowthTest {

  private static final Machine MACHINE =
      new Machine("2026-01-01", "a processor", 2, 8, "Linux", "25", List.of("-Xmx1m"), "./it");
  private static final int AN_HOUR = 120;

  private static Moment moment(int n, double heap, int threads, long handles, long meters) {
    return new Moment(n * 30, n * 600L, (long) heap, threads, handles, meters, 350_000_000, 11_000);
  }

  private static SoakReport run(int moments, IntFunction<Moment> each) {
    return new SoakReport(
        MACHINE, 60, 20, Tally.NONE, IntStream.range(0, moments).mapToObj(each).toList());
  }

  private static SoakReport heap(int moments, IntFunction<Double> heap) {
    return run(moments, n -> moment(n, heap.apply(n), 60, 200, 700));
  }

  @Test
  void a_constant_figure_passes() {
    assertThat(run(AN_HOUR, n -> moment(n, 26e6, 60, 200, 700)).leaks()).isEmpty();
  }

  @Test
  void a_figure_that_jumps_up_and_down_passes() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      SoakReport report =
          run(
              AN_HOUR,
              n ->
                  moment(
                      n,
                      26e6 + random.nextInt(4_000_000),
                      60 + random.nextInt(4),
                      200 + random.nextInt(10),
                      700));

      assertThat(report.leaks()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void a_megabyte_per_measurement_is_a_leak_however_long_the_run() {
    for (int moments : new int[] {12, 36, 60, AN_HOUR}) {
      assertThat(heap(moments, n -> 26e6 + n * 1e6).leaks())
          .extracting(Growth::watched)
          .containsExactly(Watched.HEAP);
    }
  }

  @Test
  void a_leak_is_found_in_noise() {
    Random random = new Random(1);
    // 72,000 prompts of 100 bytes each.
    assertThat(heap(AN_HOUR, n -> 26e6 + n * 60_000 + random.nextInt(2_000_000)).leaks())
        .hasSize(1);
  }

  @Test
  void a_thread_per_measurement_is_a_leak() {
    assertThat(run(60, n -> moment(n, 26e6, 60 + n, 200, 700)).leaks())
        .singleElement()
        .hasToString("threads grew from 71 by 44 to 115; up to 2 would be noise");
  }

  @Test
  void a_file_handle_every_fourth_measurement_is_a_leak() {
    assertThat(run(60, n -> moment(n, 26e6, 60, 200 + n / 4, 700)).leaks())
        .extracting(Growth::watched)
        .containsExactly(Watched.HANDLES);
  }

  @Test
  void a_meter_every_tenth_measurement_is_a_leak() {
    assertThat(run(60, n -> moment(n, 26e6, 60, 200, 700 + n / 10)).leaks())
        .extracting(Growth::watched)
        .containsExactly(Watched.METERS);
  }

  @Test
  void growth_that_begins_late_is_a_leak() {
    assertThat(heap(AN_HOUR, n -> 26e6 + Math.max(0, n - 60) * 1e6).leaks()).hasSize(1);
  }

  @Test
  void a_figure_that_fills_up_and_then_stays_passes() {
    assertThat(heap(AN_HOUR, n -> 26e6 + Math.min(n, 40) * 1e6).leaks()).isEmpty();
    assertThat(run(60, n -> moment(n, 26e6, 60 + Math.min(n, 20), 200, 700)).leaks()).isEmpty();
  }

  @Test
  void allocation_during_the_warm_up_does_not_count() {
    assertThat(run(AN_HOUR, n -> moment(n, n < 12 ? 5e6 : 26e6, 60, 200, 700)).leaks()).isEmpty();
  }

  @Test
  void a_large_heap_may_jump_by_five_percent() {
    assertThat(heap(60, n -> 200e6 + n * 150_000.0).leaks()).isEmpty();
    assertThat(heap(60, n -> 200e6 + n * 300_000.0).leaks()).hasSize(1);
  }

  @Test
  void a_run_that_is_too_short_to_judge_fails() {
    assertThatThrownBy(() -> heap(4, n -> 26e6).leaks())
        .isInstanceOf(BenchFailedException.class)
        .hasMessage(
            "The service was measured 4 times, but a judgement takes 5. Let the soak run longer.");
  }

  @Test
  void the_table_has_start_end_and_highest_value_without_the_warm_up() {
    SoakReport report =
        run(12, n -> moment(n, n < 2 ? 90e6 : 26e6 + n * 200_000, 60, 200 - n, 700));

    assertThat(SoakTable.of(report).lines())
        .containsExactly(
            "| | start | end | highest | allowed growth |",
            "| --- | --- | --- | --- | --- |",
            "| heap after GC | 26.5 MB | 28.1 MB | 28.2 MB | 3.0 MB |",
            "| threads | 60 | 60 | 60 | 2 |",
            "| file handles | 198 | 190 | 198 | 5 |",
            "| meters | 700 | 700 | 700 | 0 |");
  }
}
