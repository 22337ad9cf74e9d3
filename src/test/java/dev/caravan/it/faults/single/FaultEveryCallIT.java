package dev.caravan.it.faults.single;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One fault in one call of one prompt, for every call, entrance and fault: each prompt is done
 * exactly once, or has a true dead letter or problem, and nothing disagrees about it.
 *
 * <p>A build runs a sample of a minute; {@code -Dcaravan.faults.seed} repeats it. {@code
 * -Dcaravan.faults=all} runs all combinations, and {@code -Dcaravan.faults="result, 409"} those
 * whose name contains this regular expression. The table is then in {@code target/faults.md}, and
 * with {@code -Dcaravan.docs.write=true} in docs/reliability.md.
 */
class FaultEveryCallIT {

  private static final String WHICH = System.getProperty("caravan.faults", "");
  // The same sample in every build; the nightly build runs all combinations.
  private static final long SEED = Long.getLong("caravan.faults.seed", 1);
  private static final Path TABLE = Path.of("target/faults.md");

  @TempDir Path home;

  @Test
  void a_fault_in_one_call_neither_loses_a_prompt_nor_pays_for_it_twice() throws Exception {
    boolean isSample = WHICH.isEmpty();
    List<Cell> cells = new ArrayList<>(Cell.clean());
    cells.addAll(isSample ? new Sample(SEED).of(10, 2) : chosen());
    System.out.printf(
        "%d combinations%s%n", cells.size(), isSample ? ", -Dcaravan.faults.seed=" + SEED : "");
    try (LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
        FaultRun run = new FaultRun(aws, home, isSample ? 1 : 3)) {
      run.run(cells, Duration.ofSeconds(isSample ? 60 : 180));

      List<String> left = run.left();
      List<Outcome> outcomes = run.outcomes();
      report(outcomes, run);
      assertThat(wrong(run)).as("journeys without faults").isEmpty();
      assertThat(outcomes).hasSize(cells.size());
      assertThat(outcomes.stream().filter(outcome -> !outcome.hasPassed()).toList()).isEmpty();
      assertThat(left).as("left over").isEmpty();
    }
  }

  private static List<Cell> chosen() {
    Pattern name = Pattern.compile(WHICH.equals("all") ? "" : WHICH);
    return Cell.all().stream().filter(cell -> name.matcher(cell.toString()).find()).toList();
  }

  private static void report(List<Outcome> outcomes, FaultRun run) throws Exception {
    String table = FaultTable.markdown(outcomes);
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, table);
    Files.writeString(Path.of("target/faults.log"), run.log());
    long passed = outcomes.stream().filter(Outcome::hasPassed).count();
    System.out.printf("%s%n%d of %d passed%n", table, passed, outcomes.size());
    outcomes.stream()
        .filter(outcome -> !outcome.hasPassed())
        .forEach(
            outcome -> System.out.printf("FAILED %s: %s%n", outcome.cell(), outcome.complaints()));
    if (Boolean.getBoolean("caravan.docs.write") && WHICH.equals("all")) {
      ReliabilityPage.write(table, passed, outcomes.size());
    }
  }

  /** The prompts without a fault whose calls are not those of the table. */
  private static List<String> wrong(FaultRun run) {
    return run.cleanJourneys().entrySet().stream()
        .filter(entry -> !isAsExpected(entry.getKey(), FaultRun.count(entry.getValue())))
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.toList());
  }

  private static boolean isAsExpected(Cell cell, Map<Step, Integer> made) {
    List<Step> journey = cell.entrance().journey();
    for (Step step : journey) {
      boolean isNeeded = cell.slow() || !step.isDuringTheModelCall();
      int most = mayRepeat(cell, step) ? Integer.MAX_VALUE : 1;
      int count = made.getOrDefault(step, 0);
      if (count > most || isNeeded && count == 0) {
        return false;
      }
    }
    // The sweep reads every record once.
    return made.keySet().stream().allMatch(step -> step == Step.READ || journey.contains(step));
  }

  /** On a busy machine a call that is made again in time is made more often. */
  private static boolean mayRepeat(Cell cell, Step step) {
    // A receiver and the sender may change the record of an asynchronous prompt at the same time.
    boolean isContended =
        cell.entrance() == Entrance.ASYNC && (step == Step.READ || step == Step.CLAIM);
    return isContended || step.isDuringTheModelCall();
  }
}
