package dev.caravan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a command, in the macros of {@code man(7)}. Picocli's own generator writes
 * AsciiDoc, which only another program turns into manual pages.
 */
record ManPage(CommandSpec command) {

  /** Caravan's pages are about commands of users. */
  private static final int SECTION = 1;

  /** The name of its file, for example {@code caravan-send.1}. */
  String fileName() {
    return name() + "." + SECTION;
  }

  private String name() {
    return command.qualifiedName("-");
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        ".TH %s %d \"\" \"%s\" \"Caravan\""
            .formatted(name().toUpperCase(Locale.ROOT), SECTION, version()));
    lines.add(".SH NAME");
    lines.add(plain(name()) + " \\- " + plain(description()));
    lines.add(".SH SYNOPSIS");
    lines.add(".nf");
    synopsis().lines().map(ManPage::plain).forEach(lines::add);
    lines.add(".fi");
    lines.add(".SH DESCRIPTION");
    lines.add(plain(description()));
    paragraphs(lines);
    section(lines, "ARGUMENTS", command.positionalParameters().stream().map(ManPage::entry));
    section(
        lines,
        "OPTIONS",
        command.options().stream().filter(option -> !option.hidden()).map(ManPage::entry));
    section(
        lines,
        "COMMANDS",
        visible(command).stream()
            .map(sub -> List.of(bold(sub.name()), plain(first(sub.usageMessage().description())))));
    seeAlso(lines);
    return String.join("\n", lines) + "\n";
  }

  /** The subcommands that the help lists. */
  static List<CommandSpec> visible(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(sub -> !sub.usageMessage().hidden())
        .filter(sub -> !sub.name().equals("help"))
        .toList();
  }

  private String version() {
    String[] version = command.root().version();
    return version.length == 0 ? "" : version[0];
  }

  private String description() {
    return first(command.usageMessage().description());
  }

  private String synopsis() {
    return new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .synopsis(0)
        .strip();
  }

  private void paragraphs(List<String> lines) {
    for (String paragraph : HelpText.paragraphs(command)) {
      lines.add(".PP");
      lines.add(plain(paragraph));
    }
    HelpText.example(command)
        .ifPresent(
            example -> {
              lines.add(".SH EXAMPLE");
              lines.add(".nf");
              lines.add(plain(example));
              lines.add(".fi");
            });
  }

  private static void section(
      List<String> lines, String title, java.util.stream.Stream<List<String>> entries) {
    List<List<String>> all = entries.toList();
    if (all.isEmpty()) {
      return;
    }
    lines.add(".SH " + title);
    for (List<String> entry : all) {
      lines.add(".TP");
      lines.addAll(entry);
    }
  }

  private static List<String> entry(OptionSpec option) {
    String names = String.join(", ", List.of(option.names()));
    String label = option.arity().max() > 0 ? " " + italic(option.paramLabel()) : "";
    return List.of(bold(names) + label, text(option));
  }

  private static List<String> entry(PositionalParamSpec argument) {
    return List.of(italic(argument.paramLabel()), text(argument));
  }

  private static String text(ArgSpec argument) {
    return plain(String.join(" ", argument.description()));
  }

  private void seeAlso(List<String> lines) {
    if (command.parent() == null) {
      return;
    }
    lines.add(".SH SEE ALSO");
    lines.add(bold(command.root().name()) + "(" + SECTION + ")");
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String bold(String text) {
    return "\\fB" + plain(text) + "\\fR";
  }

  private static String italic(String text) {
    return "\\fI" + plain(text) + "\\fR";
  }

  /** Without a meaning for roff: a dot or quote at the start of a line, backslashes, hyphens. */
  private static String plain(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
