package dev.caravan.cli;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cancels prompts that wait. */
@Command(
    name = "cancel",
    description = "Cancel prompts that wait, so that no model is called for them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints the same lines as \"caravan status\". Exits with 1 if a generation is",
      "unknown, is running, or has finished; nothing happens to it then. A message that",
      "another program sent can be cancelled once Caravan has received it.",
      "",
      "Example: caravan cancel 3e7c51d2-6b0f-4c53-9f0e-2d1a7c0b9a11"
    })
public final class CancelCommand implements Callable<Integer> {

  @Mixin IdsArgument ids = new IdsArgument();

  @Option(names = "--json", description = "Print each record as one line of JSON.")
  boolean json;

  @Mixin ServiceOption service = new ServiceOption();
  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Set<String> asked = ids.ids();
    ServiceClient client = service.connect(local);
    Console console = Console.of(spec);
    boolean complete = true;
    for (String id : asked) {
      complete &= cancel(id, client, console);
    }
    return complete ? 0 : 1;
  }

  /** False if it is not cancelled afterwards. */
  private boolean cancel(String id, ServiceClient client, Console console) {
    try {
      GenerationView cancelled = new GenerationView(client.cancel(id));
      console.line(json ? cancelled.json().toString() : cancelled.line());
      return true;
    } catch (ServiceException e) {
      if (!e.isInProgress() && !e.isConditionFailed() && !e.isUnknown()) {
        throw e;
      }
      console.note(e.getMessage());
      return false;
    }
  }
}
