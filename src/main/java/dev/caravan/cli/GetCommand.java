package dev.caravan.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads the result of a generation. */
@Command(
    name = "get",
    description = "Download the image or text of a generation.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints the name of the file. Exits with 1 if the id is unknown, or the",
      "generation has no result.",
      "",
      "Example: caravan get 3e7c51d2-6b0f-4c53-9f0e-2d1a7c0b9a11 -o house.png"
    })
public final class GetCommand implements Callable<Integer> {

  private static final String STDOUT = "-";

  @Parameters(paramLabel = "ID", description = "The id of the generation.")
  String id;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file, or a folder that exists; - writes to standard output (default: ID.png, .jpg or"
              + " .txt in the current folder).")
  String output;

  @Mixin WaitOption wait = new WaitOption();
  @Mixin ServiceOption service = new ServiceOption();
  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    IdsArgument.check(id);
    wait.check();
    Console console = Console.of(spec);
    ServiceClient client = service.connect(local);
    requireDone(
        wait.isGiven() ? waited(client, console) : new GenerationView(client.generation(id)));
    ContentFile content = new ContentFile(client);
    if (STDOUT.equals(output)) {
      content.writeTo(System.out, id);
    } else {
      console.line(save(content).toString());
    }
    return 0;
  }

  private GenerationView waited(ServiceClient client, Console console) {
    GenerationView[] last = {new GenerationView(client.generation(id))};
    new Following(client, wait.limit(), console)
        .run(List.of(Followed.of(id)), view -> last[0] = view);
    return last[0];
  }

  private void requireDone(GenerationView view) {
    if (view.isDone()) {
      return;
    }
    throw new CommandFailedException(
        view.isFinished()
            ? "%s has no result: it is %s. %s".formatted(id, view.status(), view.why()).strip()
            : "%s has no result yet: it is %s. Wait for it with --wait."
                .formatted(id, view.status()));
  }

  private Path save(ContentFile content) {
    if (output == null) {
      return content.saveIn(Path.of(""), id);
    }
    Path path = Path.of(output);
    return Files.isDirectory(path) ? content.saveIn(path, id) : content.saveAs(path, id);
  }
}
