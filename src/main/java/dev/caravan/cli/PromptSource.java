package dev.caravan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The prompts that a command takes, from its arguments, a file or standard input. */
final class PromptSource {

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
      names = "--count",
      paramLabel = "N",
      description = "How many times to send each prompt (default: ${DEFAULT-VALUE}).")
  int count = 1;

  /** Another stream in tests. */
  InputStream standardInput = System.in;

  /**
   * Each prompt as often as it is to be sent; never empty.
   *
   * @throws CommandFailedException if there is none
   */
  List<String> read() throws IOException {
    List<String> given = new ArrayList<>(prompts);
    if (file != null) {
      given.addAll(lines());
    }
    if (prompts.contains("-")) {
      throw CommandFailedException.misconfigured(
          "\"-\" is no prompt. To send the lines of standard input, use --file -");
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
    List<String> all = new ArrayList<>();
    for (String prompt : given) {
      for (int made = 0; made < count; made++) {
        all.add(prompt);
      }
    }
    return all;
  }

  private List<String> lines() throws IOException {
    boolean isStandardInput = file.equals("-");
    Path path = Path.of(file);
    if (!isStandardInput && (!Files.isRegularFile(path) || !Files.isReadable(path))) {
      throw CommandFailedException.misconfigured("Can't read " + file + ".");
    }
    byte[] bytes = isStandardInput ? standardInput.readAllBytes() : Files.readAllBytes(path);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .toString()
          .lines()
          .toList();
    } catch (CharacterCodingException e) {
      throw CommandFailedException.misconfigured(
          (isStandardInput ? "Standard input" : file) + " is not UTF-8.");
    }
  }
}
