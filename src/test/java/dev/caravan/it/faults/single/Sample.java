package dev.caravan.it.faults.single;

import static dev.caravan.it.faults.single.Trouble.CONFLICT;
import static dev.caravan.it.faults.single.Trouble.PRECONDITION;
import static dev.caravan.it.faults.single.Trouble.RESPONSE_LOST;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A part of all cells: the most dangerous ones, and others that a seed chooses. */
final class Sample {

  private final Random random;

  Sample(long seed) {
    this.random = new Random(seed);
  }

  /**
   * @param others number of cells besides the dangerous ones that run at the same time
   * @param shared number of cells of calls that prompts share; each takes seconds
   */
  List<Cell> of(int others, int shared) {
    List<Cell> all = Cell.all().stream().filter(cell -> !isDangerous(cell)).toList();
    List<Cell> sample = new ArrayList<>(Cell.all().stream().filter(Sample::isDangerous).toList());
    sample.addAll(some(all.stream().filter(cell -> !cell.isAlone()), others));
    sample.addAll(some(all.stream().filter(Cell::isAlone), shared));
    return sample;
  }

  /** The writes whose answer is lost, disputed or never read decide about money and results. */
  private static boolean isDangerous(Cell cell) {
    boolean isWrite =
        switch (cell.step()) {
          case QUEUED, SENT, SEND, CLAIM, RESULT, DONE -> true;
          default -> false;
        };
    return isWrite
            && !cell.needsSweep()
            && (cell.trouble() == RESPONSE_LOST
                || cell.trouble() == CONFLICT
                || cell.trouble() == PRECONDITION
                || cell.isKill())
        || cell.step() == Step.RENEWAL
            && cell.entrance() == Entrance.KEYED
            && cell.trouble() == RESPONSE_LOST;
  }

  private List<Cell> some(Stream<Cell> cells, int count) {
    // The sweep runs once a minute, which is too long here. More kills would be more rounds.
    List<Cell> choice = new ArrayList<>(cells.filter(cell -> !cell.isKill()).toList());
    Collections.shuffle(choice, random);
    return choice.subList(0, Math.min(count, choice.size()));
  }
}
