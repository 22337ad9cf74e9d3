package dev.caravan.it.faults.single;

import java.util.List;

/**
 * How a cell ended.
 *
 * @param text for the table
 * @param complaints what should be otherwise; empty if the cell passed
 */
record Outcome(Cell cell, String text, List<String> complaints) {

  boolean hasPassed() {
    return complaints.isEmpty();
  }
}
