package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.http.Answers;
import dev.caravan.bench.http.Goal;
import dev.caravan.bench.http.HttpLoad;
import dev.caravan.bench.http.HttpLoadReport;
import dev.caravan.bench.http.Kind;
import dev.caravan.bench.http.Phase;
import dev.caravan.bench.http.Size;
import dev.caravan.bench.http.hostile.Attack;
import dev.caravan.bench.http.hostile.Attacked;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest possible load. The test checks counts, never times. */
class HttpLoadIT {

  @Test
  @Tag("slow")
  void every_phase_measures_and_its_counts_add_up(@TempDir Path work) throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    Size size = Size.QUICK;

    HttpLoadReport report =
        new HttpLoad(java, ClassPaths.ofThisBuild(), work, size, line -> {})
            .run(Machine.here(java, List.of(), "a test"), EnumSet.allOf(Phase.class));

    assertThat(report.callers().waiting().calls()).isEqualTo(size.callers());
    assertComplete(report.callers().waiting());
    assertThat(report.callers().mostModelCallsAtOnce()).isBetween(1, size.paceMax());
    assertThat(report.callers().peakRss()).isBetween(50_000_000L, 2_000_000_000L);
    assertEachKind(report.callers().meanwhile());

    assertThat(report.refusals().holding()).isEqualTo(2 * size.paceMax());
    assertThat(report.refusals().answers().expected()).isPositive();
    assertThat(report.refusals().withRetryAfter())
        .isEqualTo(report.refusals().answers().expected());
    assertComplete(report.refusals().answers());

    assertThat(report.post().rounds())
        .hasSize(size.postRounds())
        .allSatisfy(
            round -> {
              assertThat(round.prompts()).isPositive();
              assertThat(round.latency().p99()).isPositive();
            });

    assertThat(report.hostile().attacks())
        .extracting(Attacked::attack)
        .containsExactly(Attack.values());
    assertThat(report.hostile().attacks())
        .allSatisfy(
            each -> {
              assertThat(each.wanted()).isEqualTo(size.connections());
              assertThat(each.refused() + each.closed() + each.stillOpen())
                  .isEqualTo(each.wanted());
              assertThat(each.answers().values().stream().mapToInt(Integer::intValue).sum())
                  .isEqualTo(each.closed() + each.stillOpen());
            });
    assertThat(report.hostile().survived()).isTrue();
    assertEachKind(report.hostile().meanwhile());

    assertThat(report.goals()).extracting(Goal::phase).contains(Phase.values());
    assertThat(Report.JSON.readValue(Report.JSON.writeValueAsString(report), HttpLoadReport.class))
        .isEqualTo(report);
  }

  private static void assertEachKind(Map<Kind, Answers> calls) {
    assertThat(calls).containsOnlyKeys(Kind.values());
    assertThat(calls.values())
        .allSatisfy(
            each -> {
              assertThat(each.calls()).isPositive();
              assertComplete(each);
            });
  }

  private static void assertComplete(Answers answers) {
    assertThat(
            answers.expected()
                + answers.others().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(answers.calls());
    assertThat(answers.p50()).isBetween(0.001, answers.p99());
    assertThat(answers.p99()).isLessThanOrEqualTo(answers.max());
  }
}
