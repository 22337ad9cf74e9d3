package dev.caravan.it.faults.single;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Runs the cells of one site. Cells whose faults disturb no other prompt run in waves. Faults of
 * calls that prompts share run one after the other. A kill ends many prompts, each at its own call:
 * all of these calls are held, then the instance is killed.
 */
final class SiteRun {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** With more prompts at once, a busy machine renews claims too late, which is another fault. */
  private static final int WAVE = 20;

  /** The order in which a round holds the shared calls: each stops more of the service. */
  private static final List<Step> HELD_LAST =
      List.of(Step.LISTED, Step.DELETE, Step.EXTENSION, Step.RENEWAL, Step.RECEIVE);

  private final Site site;
  private final List<Trial> trials = new ArrayList<>();

  SiteRun(Site site) {
    this.site = site;
  }

  List<Trial> trials() {
    return trials;
  }

  void run(List<Cell> cells) {
    List<Cell> clean = cells.stream().filter(cell -> cell.step() == null).toList();
    // A delete waits for prompts in progress, and its message is extended meanwhile.
    together(clean.stream().filter(cell -> !cell.slow()).toList());
    together(clean.stream().filter(Cell::slow).toList());
    List<Cell> apart =
        cells.stream()
            .filter(cell -> cell.step() != null && !cell.isKill() && !cell.isAlone())
            .toList();
    for (int from = 0; from < apart.size(); from += WAVE) {
      together(apart.subList(from, Math.min(apart.size(), from + WAVE)));
    }
    cells.stream()
        .filter(cell -> !cell.isKill() && cell.isAlone())
        .forEach(cell -> together(List.of(cell)));
    rounds(cells.stream().filter(Cell::isKill).toList()).forEach(this::kill);
  }

  private void together(List<Cell> cells) {
    List<Trial> begun = cells.stream().map(this::begin).toList();
    upTo(PATIENCE, () -> areSettled(begun) && site.messages() == 0);
  }

  private Trial begin(Cell cell) {
    Trial trial = Trial.of(site, cell);
    trials.add(trial);
    trial.begin();
    return trial;
  }

  private boolean areSettled(List<Trial> begun) {
    try {
      Bucket bucket = new Bucket(site.bucket());
      return begun.stream().allMatch(trial -> Verdict.isSettled(trial, bucket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each round has one cell at most of each shared call. */
  private static List<List<Cell>> rounds(List<Cell> kills) {
    List<List<Cell>> rounds = new ArrayList<>();
    Map<Step, Integer> next = new EnumMap<>(Step.class);
    for (Cell cell : kills) {
      int round = cell.isAlone() ? next.merge(cell.step(), 1, Integer::sum) - 1 : 0;
      while (rounds.size() <= round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(cell);
    }
    return rounds;
  }

  private void kill(List<Cell> cells) {
    List<Trial> held = new ArrayList<>();
    cells.stream().filter(cell -> !cell.isAlone()).map(this::begin).forEach(held::add);
    awaitHeld(held);
    for (Step step : HELD_LAST) {
      cells.stream()
          .filter(cell -> cell.isAlone() && cell.step() == step)
          .map(this::begin)
          .forEach(held::add);
      awaitHeld(held);
    }
    try {
      site.kill();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    held.forEach(trial -> trial.plan().letGo());
    site.start();
    List<Trial> carried = held.stream().filter(trial -> !trial.cell().needsSweep()).toList();
    upTo(PATIENCE, () -> areSettled(carried) && site.messages() == 0);
  }

  private static void awaitHeld(List<Trial> trials) {
    upTo(Duration.ofSeconds(60), () -> trials.stream().allMatch(trial -> trial.plan().isApplied()));
  }

  /** Waits for this, and goes on after this time: the verdict says what did not end. */
  private static void upTo(Duration patience, BooleanSupplier done) {
    try {
      await()
          .atMost(patience)
          .pollInterval(Duration.ofMillis(100))
          .pollDelay(Duration.ZERO)
          .until(done::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      // The verdict at the end of the run says it.
    }
  }
}
