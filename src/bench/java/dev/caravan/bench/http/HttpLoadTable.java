package dev.caravan.bench.http;

import dev.caravan.bench.result.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures as Markdown tables. */
public final class HttpLoadTable {

  private HttpLoadTable() {}

  /** One row for each figure of a phase that has a target. */
  public static String of(List<Goal> goals) {
    return goals.stream()
        .map(
            goal ->
                "| %s | %s | %s %s | %s |"
                    .formatted(
                        goal.what(),
                        number(goal.figure(), goal.unit()),
                        goal.bound().words(),
                        number(goal.target(), goal.unit()),
                        goal.met() ? "met" : "**not met**"))
        .collect(
            Collectors.joining("\n", "| | figure | target | |\n| --- | --- | --- | --- |\n", "\n"));
  }

  /** One row for each kind of call. */
  public static String of(Map<Kind, Answers> calls) {
    return calls.entrySet().stream()
        .map(entry -> row("`" + entry.getKey().title() + "`", entry.getValue()))
        .collect(
            Collectors.joining(
                "\n",
                "| call | calls | p50 ms | p99 ms | longest ms | other answers |\n"
                    + "| --- | --- | --- | --- | --- | --- |\n",
                "\n"));
  }

  private static String row(String call, Answers answers) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %s | %s | %s | %s |",
        call,
        answers.calls(),
        Table.number(answers.p50()),
        Table.number(answers.p99()),
        Table.number(answers.max()),
        others(answers));
  }

  /** Such as {@code 503: 12}; a dash if all calls got the expected answer. */
  public static String others(Answers answers) {
    return answers.others().isEmpty()
        ? "-"
        : answers.others().entrySet().stream()
            .map(other -> other.getKey() + ": " + other.getValue())
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String number(double value, String unit) {
    String number =
        value == Math.rint(value)
            ? String.format(Locale.ROOT, "%,d", (long) value)
            : Table.number(value);
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
