package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends prompts to the queue. */
@Command(
    name = "send",
    description = "Send prompts to the queue.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Uses SQS_QUEUE_URL, and the region and credentials in any way that the AWS SDK",
      "supports. With --local or --local-port, uses a \"caravan local\" instead.",
      "",
      "Example: caravan send \"Me on top of K2\""
    })
public final class SendCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PROMPT",
      arity = "0..*",
      description = "One or more prompts, each as a separate argument.")
  List<String> prompts = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "F",
      description = "A file with one prompt per line; - reads standard input.")
  String file;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "The model to use; caravan models lists them.")
  String model;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many times to send each prompt (default: 1).")
  int count = 1;

  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<String> all = prompts();
    Target target = local.isGiven() ? Target.of(local.find()) : Target.fromEnvironment();
    try (SqsClient sqs = target.client()) {
      Sender sender = new Sender(sqs, target.queueUrl());
      Sender.Outcome outcome =
          all.size() == 1 ? sender.sendOne(all.get(0)) : sender.sendAll(all, "Sending");
      report(outcome, all.size());
      return outcome.failed().isEmpty() ? 0 : 1;
    }
  }

  private List<String> prompts() throws IOException {
    List<String> given = new ArrayList<>(prompts);
    if (file != null) {
      given.addAll(lines());
    }
    given.removeIf(String::isBlank);
    if (given.isEmpty()) {
      throw CommandFailedException.misconfigured(
          "No prompt given. Add one, for example caravan send \"Me on top of K2\", or use --file.");
    }
    if (count < 1) {
      throw CommandFailedException.misconfigured(
          "--count is " + count + ", but must be at least 1.");
    }
    List<String> messages = new ArrayList<>();
    for (String prompt : given) {
      for (int sent = 0; sent < count; sent++) {
        messages.add(message(prompt));
      }
    }
    return messages;
  }

  private List<String> lines() throws IOException {
    if (file.equals("-")) {
      return new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw CommandFailedException.misconfigured("Can't read " + file + ".");
    }
    return Files.readAllLines(path);
  }

  /** Sends a prompt without a model as plain text, which every consumer of the queue accepts. */
  private String message(String prompt) {
    if (model == null) {
      return prompt;
    }
    return new ObjectMapper()
        .createObjectNode()
        .put("prompt", prompt)
        .put("model", model)
        .toString();
  }

  private void report(Sender.Outcome outcome, int asked) {
    PrintWriter out = spec.commandLine().getOut();
    if (asked == 1 && outcome.failed().isEmpty()) {
      String id = outcome.sent().get(0);
      out.println("message    " + id);
      out.println("generation " + id);
    } else if (asked <= 20) {
      outcome.sent().forEach(id -> out.println("message " + id + "  generation " + id));
    }
    if (asked > 1) {
      out.println(outcome.sent().size() + " sent, " + outcome.failed().size() + " failed");
    }
    out.flush();
    outcome.failed().stream()
        .limit(5)
        .forEach(failure -> spec.commandLine().getErr().println("caravan: " + failure));
    spec.commandLine().getErr().flush();
  }
}
