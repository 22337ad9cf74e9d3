package dev.caravan.it.faults.single;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All outcomes as a table: a row for each call of each entrance, a column for each fault. */
final class FaultTable {

  private FaultTable() {}

  static String markdown(List<Outcome> outcomes) {
    Map<String, Outcome> at = new HashMap<>();
    outcomes.stream()
        .filter(outcome -> outcome.cell().step() != null)
        .forEach(outcome -> at.put(key(outcome.cell()), outcome));
    StringBuilder table = new StringBuilder("| entrance | call |");
    StringBuilder rule = new StringBuilder("| --- | --- |");
    for (Trouble trouble : Trouble.values()) {
      table.append(' ').append(trouble.text()).append(" |");
      rule.append(" --- |");
    }
    table.append('\n').append(rule).append('\n');
    for (Entrance entrance : Entrance.values()) {
      int number = 0;
      for (Step step : entrance.journey()) {
        table.append("| %s | %d. %s |".formatted(entrance.text(), ++number, step.text()));
        for (Trouble trouble : Trouble.values()) {
          Outcome outcome = at.get(key(new Cell(0, entrance, step, trouble, false)));
          table.append(' ').append(outcome == null ? "" : text(outcome)).append(" |");
        }
        table.append('\n');
      }
    }
    return table.toString();
  }

  private static String text(Outcome outcome) {
    return outcome.hasPassed() ? outcome.text() : "**FAILED**: " + outcome.text();
  }

  private static String key(Cell cell) {
    return cell.entrance() + " " + cell.step() + " " + cell.trouble();
  }
}
