package dev.caravan.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the status of generations. */
@Command(
    name = "status",
    description = "Show the status of generations, or wait until they have finished.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints one line for each id: the id, the status (queued, running, done, failed",
      "or cancelled), and the model, cost and place of the result, or the reason of",
      "the failure. A prompt on the queue has a record once Caravan has received it.",
      "Exits with 1 if an id is unknown, or a generation failed or was cancelled.",
      "",
      "Example: caravan status --wait 3e7c51d2-6b0f-4c53-9f0e-2d1a7c0b9a11"
    })
public final class StatusCommand implements Callable<Integer> {

  @Mixin IdsArgument ids = new IdsArgument();

  @Option(names = "--json", description = "Print each record as one line of JSON.")
  boolean json;

  @Mixin WaitOption wait = new WaitOption();
  @Mixin ServiceOption service = new ServiceOption();
  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    wait.check();
    Set<String> asked = ids.ids();
    ServiceClient client = service.connect(local);
    Console console = Console.of(spec);
    if (wait.isGiven()) {
      return new Following(client, wait.limit(), console)
              .run(asked.stream().map(Followed::of).toList(), view -> print(view, console))
          ? 0
          : 1;
    }
    boolean complete = true;
    for (String id : asked) {
      complete &= look(id, client, console);
    }
    return complete ? 0 : 1;
  }

  /** False if it is unknown, or has finished without a result. */
  private boolean look(String id, ServiceClient client, Console console) {
    Optional<GenerationView> view = client.find(id).map(GenerationView::new);
    if (view.isEmpty()) {
      console.note(Following.unknown(id, client));
      return false;
    }
    print(view.get(), console);
    return view.get().isDone() || !view.get().isFinished();
  }

  private void print(GenerationView view, Console console) {
    console.line(json ? view.json().toString() : view.line());
  }
}
