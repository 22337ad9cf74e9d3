package dev.caravan.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.routes.delivery.RouteStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two route sets. */
@Command(
    name = "diff",
    description = "Compare the active set with the routes of a folder, or two sets.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints a unified diff. A SET is a number that caravan routes history shows, the first four",
      "or more digits of a hash, or image. With one, compares it with the folder.",
      "Exit codes: 0 equal, 1 different, 2 they can't be compared.",
      "",
      "Example: caravan routes diff 6 7"
    })
public final class RoutesDiffCommand implements Callable<Integer> {

  private static final int CONTEXT = 3;
  private static final String NOTHING = "/dev/null";

  @Parameters(
      paramLabel = "SET",
      index = "0..1",
      arity = "0..1",
      description = "The sets to compare.")
  List<String> sets = new ArrayList<>();

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "The routes folder (default: ${DEFAULT-VALUE}).")
  Path routes = Home.routes();

  @Mixin StoreOption place = new StoreOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    try {
      return compare();
    } catch (IOException | RuntimeException e) {
      // Exit code 1 means that the sets are different.
      throw CommandFailedException.misconfigured(CommandFailedException.of(e).getMessage());
    }
  }

  private int compare() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RouteSet folder = sets.size() < 2 ? RoutesFolder.read(routes) : null;
    try (RouteStore store = place.open()) {
      SetChoice choice = new SetChoice(store);
      String first = sets.isEmpty() ? choice.pointer().newest().set() : choice.find(sets.get(0));
      RouteSet before = choice.read(first);
      RouteSet after = sets.size() < 2 ? folder : choice.read(choice.find(sets.get(1)));
      boolean isEqual = before.hash().equals(after.hash());
      if (isEqual) {
        out.println("No difference: both are " + Activation.shortened(before.hash()) + ".");
      } else {
        print(before, after, out);
      }
      out.flush();
      return isEqual ? 0 : 1;
    }
  }

  private static void print(RouteSet before, RouteSet after, PrintWriter out) {
    TreeSet<String> names = new TreeSet<>(before.files().keySet());
    names.addAll(after.files().keySet());
    for (String name : names) {
      String old = before.files().get(name);
      String now = after.files().get(name);
      if (!Objects.equals(old, now)) {
        List<String> oldLines = lines(old);
        UnifiedDiffUtils.generateUnifiedDiff(
                old == null ? NOTHING : "a/" + name,
                now == null ? NOTHING : "b/" + name,
                oldLines,
                DiffUtils.diff(oldLines, lines(now)),
                CONTEXT)
            .forEach(line -> out.println(new TerminalText(line)));
      }
    }
  }

  /** Also shows whether the last line ends, because the hash depends on it. */
  private static List<String> lines(String text) {
    return text == null ? List.of() : List.of(text.split("\n", -1));
  }
}
