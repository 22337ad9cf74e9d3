package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists generations. */
@Command(
    name = "list",
    description = "List generations, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints one line for each generation: when it was received, its id, its status,",
      "the reason if it failed, and the beginning of its prompt. With filters, it",
      "searches until the limit is reached or no older generation is left.",
      "",
      "Example: caravan list --status failed --limit 5"
    })
public final class ListCommand implements Callable<Integer> {

  /** The API's limit for a page. */
  private static final int PAGE = 100;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many to list (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Mixin ListFilter filter = new ListFilter();

  @Option(names = "--json", description = "Print each record as one line of JSON.")
  boolean json;

  @Mixin ServiceOption service = new ServiceOption();
  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw CommandFailedException.misconfigured(
          "--limit is " + limit + ", but must be at least 1.");
    }
    Console console = Console.of(spec);
    ServiceClient client = service.connect(local);
    ListQuery query = filter.query();
    String next = filter.before;
    int left = limit;
    do {
      JsonNode page = client.list(query.with("limit", Math.min(left, PAGE)).with("before", next));
      page.path("generations").forEach(record -> print(new GenerationView(record), console));
      left -= page.path("generations").size();
      next = page.path("next").textValue();
    } while (next != null && left > 0);
    if (next != null) {
      console.note("There are more: --before " + new TerminalText(next));
    }
    return 0;
  }

  private void print(GenerationView view, Console console) {
    console.line(json ? view.json().toString() : view.row());
  }
}
