package dev.caravan.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends prompts, and waits for their results if asked to. */
@Command(
    name = "send",
    description = "Send prompts, and wait for their results if you like.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Sends the prompts to the queue of SQS_QUEUE_URL, with the region and",
      "credentials in any way that the AWS SDK supports. With --local or --local-port,",
      "uses a \"caravan local\" instead. With --url, or with CARAVAN_URL if",
      "SQS_QUEUE_URL is not set, sends them to the API of that service.",
      "",
      "Prints the id of each generation on a line of its own. With --wait, prints a",
      "line for each generation when it has finished, as \"caravan status\" does; the",
      "records are read from the service at --url. Exits with 1 if a prompt was not",
      "sent, or, with --wait, if a generation failed.",
      "",
      "Example: caravan send --local --wait -o pictures \"Me on top of K2\""
    })
public final class SendCommand implements Callable<Integer> {

  private static final int SHOWN = 5;

  @Mixin PromptSource source = new PromptSource();
  @Mixin PromptOptions options = new PromptOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Download each result to this folder. Implies --wait.")
  Path output;

  @Option(
      names = "--json",
      description = "Print a line of JSON for each prompt; with --wait, its record.")
  boolean json;

  @Option(
      names = "--no-check",
      description = "Send the prompts without checking them and their models.")
  boolean noCheck;

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description =
          "The routes folder, whose models.yaml has the models that the queue takes (default:"
              + " ${DEFAULT-VALUE}).")
  Path routes = Home.routes();

  @Mixin WaitOption wait = new WaitOption();
  @Mixin ServiceOption service = new ServiceOption();
  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    wait.check();
    List<Outgoing> prompts = prompts();
    Destination destination = Destination.of(local, service, waits());
    try (Entrance entrance = destination.entrance()) {
      check(prompts, destination);
      Console console = Console.of(spec);
      SendOutcome outcome = send(prompts, entrance, console);
      report(outcome, prompts.size(), console);
      boolean complete = outcome.failed().isEmpty();
      if (waits()) {
        complete &= follow(outcome.sent(), destination.client().orElseThrow(), console);
      } else {
        outcome.sent().forEach(each -> console.line(json ? each.json().toString() : each.id()));
      }
      return complete ? 0 : 1;
    }
  }

  private boolean waits() {
    return wait.isGiven() || output != null;
  }

  private List<Outgoing> prompts() throws IOException {
    List<String> texts = source.read();
    options.check();
    if (options.id != null && texts.size() > 1) {
      throw CommandFailedException.misconfigured(
          "--id is the id of one generation, but there are %d prompts.".formatted(texts.size()));
    }
    List<Outgoing> prompts = new ArrayList<>();
    for (String text : texts) {
      prompts.add(Outgoing.of(prompts.size() + 1, options.message(text)));
    }
    return prompts;
  }

  /** Everything that can be wrong before something is sent. */
  private void check(List<Outgoing> prompts, Destination destination) {
    if (destination.isApi()) {
      PromptCheck.checkForApi(prompts);
    }
    if (!noCheck) {
      new PromptCheck(routes).check(prompts, destination);
    }
    if (output != null) {
      makeFolder();
    }
    if (waits()) {
      // Fails if the service is not there, or does not know the token.
      destination.client().orElseThrow().models();
    }
  }

  private void makeFolder() {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw CommandFailedException.misconfigured(
          "Nothing was sent. Can't create the folder " + output + ".");
    }
  }

  private static SendOutcome send(List<Outgoing> prompts, Entrance entrance, Console console) {
    try (Progress progress = console.progress("Sending", prompts.size())) {
      return entrance.send(prompts, progress);
    }
  }

  private boolean follow(List<Sent> sent, ServiceClient client, Console console) {
    ContentFile content = new ContentFile(client);
    return new Following(client, wait.limit(), console)
        .run(sent.stream().map(Sent::followed).toList(), view -> finish(view, content, console));
  }

  private void finish(GenerationView view, ContentFile content, Console console) {
    Optional<Path> file =
        output != null && view.isDone()
            ? Optional.of(content.saveIn(output, view.id()))
            : Optional.empty();
    if (json) {
      ObjectNode record = view.json().deepCopy();
      file.ifPresent(path -> record.put("file", path.toString()));
      console.line(record.toString());
    } else {
      console.line(view.line(file.map(Path::toString)));
    }
  }

  private static void report(SendOutcome outcome, int size, Console console) {
    outcome.failed().stream().limit(SHOWN).forEach(console::note);
    if (size > 1) {
      console.note(outcome.sent().size() + " sent, " + outcome.failed().size() + " failed");
    }
  }
}
