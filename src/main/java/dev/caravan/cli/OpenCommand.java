package dev.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a generation in the browser. */
@Command(
    name = "open",
    description = "Open the page of a generation in the browser.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints the address, and starts the program in BROWSER, or else the system's",
      "browser. If the service has tokens, the page asks for one. Exits with 1 if the",
      "id is unknown, or no browser could be started.",
      "",
      "Example: caravan open 3e7c51d2-6b0f-4c53-9f0e-2d1a7c0b9a11"
    })
public final class OpenCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The id of the generation.")
  String id;

  @Mixin ServiceOption service = new ServiceOption();
  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    IdsArgument.check(id);
    ServiceClient client = service.connect(local);
    client.generation(id);
    String address = client.address().at("/#" + id).toString();
    Console.of(spec).line(address);
    Browser.open(address);
    return 0;
  }
}
