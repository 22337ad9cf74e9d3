package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.soak.Soak;
import dev.caravan.bench.soak.SoakReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest possible soak. The test checks counts, never growth. */
class SoakIT {

  @Test
  @Tag("slow")
  void a_soak_accounts_for_every_prompt_and_measures_the_service(@TempDir Path work)
      throws Exception {
    Path java = Path.of(System.getProperty("java.home"));

    SoakReport report =
        new Soak(java, ClassPaths.ofThisBuild(), work, line -> {})
            .run(Machine.here(java, List.of(), "a test"), 0.05, 20);

    assertThat(report.tally().queued()).isPositive();
    assertThat(report.tally().done())
        .isEqualTo(
            report.tally().queued()
                - report.tally().deadLettered()
                + report.tally().called()
                - report.tally().refused()
                - report.tally().turnedAway());
    assertThat(report.moments())
        .allSatisfy(
            moment -> {
              assertThat(moment.heap()).isBetween(5_000_000L, 500_000_000L);
              assertThat(moment.threads()).isBetween(20, 500);
              assertThat(moment.handles()).isBetween(20L, 2_000L);
              assertThat(moment.meters()).isBetween(50L, 5_000L);
              assertThat(moment.classes()).isGreaterThan(5_000);
            });
  }
}
