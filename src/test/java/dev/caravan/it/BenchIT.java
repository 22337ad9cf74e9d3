package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.result.Measured;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.run.Bench;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.run.Plan;
import dev.caravan.bench.run.WarmUpRule;
import dev.caravan.bench.run.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest possible bench. The test checks counts, never times. */
class BenchIT {

  @Test
  @Tag("slow")
  void all_contestants_do_the_same_work_and_the_servers_count_it(@TempDir Path work)
      throws Exception {
    List<String> progress = new ArrayList<>();
    Bench bench =
        new Bench(
            Path.of(System.getProperty("java.home")),
            Jvm.FLAGS,
            ClassPaths.ofThisBuild(),
            new Plan(new WarmUpRule(0, 0, 0), 0, 1),
            work,
            progress::add);

    List<Measured> measured = new ArrayList<>();
    bench.run(
        List.of(Workload.named("queue-0ms-50kb")),
        List.of(Contestant.LOOP, Contestant.CARAVAN, Contestant.CAMEL),
        measured::addAll);

    assertThat(measured)
        .extracting(Measured::contestant)
        .containsExactly("loop", "caravan", "camel");
    assertThat(measured)
        .allSatisfy(
            each ->
                assertThat(each.rounds())
                    .singleElement()
                    .satisfies(
                        round -> {
                          assertThat(round.prompts()).isEqualTo(20);
                          // Writes of claim, index, image and record.
                          assertThat(round.s3CallsPerPrompt()).isEqualTo(4);
                          assertThat(round.sqsCallsPerPrompt()).isBetween(0.15, 2.0);
                          assertThat(round.perSecond()).isPositive();
                          assertThat(round.allocatedBytesPerPrompt()).isGreaterThan(100_000);
                          assertThat(round.cpuSecondsPerThousand()).isNotNegative();
                        }));
    assertThat(Report.JSON.readTree(Report.JSON.writeValueAsString(measured)).findValues("p99"))
        .hasSize(3);
    // The estimate, then a warm-up and a round for each contestant.
    assertThat(progress).hasSize(7);
  }
}
