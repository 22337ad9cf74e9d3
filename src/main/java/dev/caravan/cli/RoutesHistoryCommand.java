package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.Rollout;
import dev.caravan.routes.delivery.RouteStore;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what was active before. */
@Command(
    name = "history",
    description = "List the active set and those before it, newest first.",
    mixinStandardHelpOptions = true)
public final class RoutesHistoryCommand implements Callable<Integer> {

  private static final String ROW = "%1s %-6s %-12s %-20s %-8s %-16s %s%n";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of lines (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Option(names = "--json", description = "Print one JSON object per line.")
  boolean json;

  @Mixin StoreOption place = new StoreOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw CommandFailedException.misconfigured(
          "--limit is " + limit + ", but must be at least 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (RouteStore store = place.open()) {
      List<Activation> all = new SetChoice(store).pointer().activations();
      if (!json) {
        out.printf(ROW, "", "NUMBER", "SET", "AT", "RESULT", "BY", "WHY");
      }
      for (Activation activation : all.subList(0, Math.min(limit, all.size()))) {
        print(activation, result(activation, store), activation == all.get(0), out);
      }
      out.flush();
      return 0;
    }
  }

  private static String result(Activation activation, RouteStore store) {
    return activation.staged()
        ? store.rollout(activation).map(found -> text(found.value())).orElse("untried")
        : "at once";
  }

  private static String text(Rollout rollout) {
    return rollout.isIdle() ? "idle" : rollout.state().text();
  }

  private void print(Activation activation, String result, boolean isActive, PrintWriter out) {
    if (json) {
      ObjectNode line = activation.writeTo(new ObjectMapper().createObjectNode());
      out.println(line.put("result", result).put("active", isActive));
      return;
    }
    out.printf(
        ROW,
        isActive ? "*" : "",
        activation.number(),
        activation.shortSet(),
        activation.at().truncatedTo(ChronoUnit.SECONDS),
        result,
        new TerminalText(activation.by()),
        new TerminalText(activation.why()));
  }
}
