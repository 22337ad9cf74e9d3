package dev.caravan.routes.lint;

import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.source.SourceFile;
import dev.caravan.words.KnownWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments {@code # lint:ignore rule: reason}. A comment silences a finding on its own line or
 * on the next one.
 */
final class Silences {

  static final Rule UNKNOWN =
      new Rule(
          "ignore-unknown",
          Group.YAML,
          Severity.ERROR,
          "A `lint:ignore` comment names an unknown rule or gives no reason.");
  static final Rule UNUSED =
      new Rule(
          "ignore-unused",
          Group.YAML,
          Severity.WARNING,
          "A `lint:ignore` comment no longer silences anything.");

  private static final Pattern COMMENT =
      Pattern.compile("#\\s*lint:ignore\\s+([\\w-]+)\\s*(:\\s*(\\S.*)?)?$");

  private record Silence(SourceFile file, int line, int column, String rule, boolean reasoned) {}

  private final List<Silence> silences = new ArrayList<>();
  private final KnownWords rules;

  Silences(List<SourceFile> files) {
    this.rules = new KnownWords(Rules.all().stream().map(Rule::id).toList());
    for (SourceFile file : files) {
      List<String> lines = file.lines();
      for (int i = 0; i < lines.size(); i++) {
        Matcher comment = COMMENT.matcher(lines.get(i));
        if (comment.find()) {
          silences.add(
              new Silence(
                  file, i + 1, comment.start() + 1, comment.group(1), comment.group(3) != null));
        }
      }
    }
  }

  static List<Rule> rules() {
    return List.of(UNKNOWN, UNUSED);
  }

  /** The findings that no comment silences, and the findings about the comments themselves. */
  List<Finding> applyTo(List<Finding> all) {
    Set<Silence> used = new HashSet<>();
    List<Finding> left = new ArrayList<>();
    for (Finding finding : all) {
      List<Silence> silencing = silences.stream().filter(each -> covers(each, finding)).toList();
      used.addAll(silencing);
      if (silencing.isEmpty()) {
        left.add(finding);
      }
    }
    Findings own = new Findings();
    silences.forEach(silence -> complain(silence, used.contains(silence), own));
    left.addAll(own.all());
    return left;
  }

  private void complain(Silence silence, boolean used, Findings findings) {
    if (!rules.words().contains(silence.rule())) {
      findings.add(
          UNKNOWN,
          silence.file(),
          silence.line(),
          silence.column(),
          "Unknown rule `" + silence.rule() + "`.",
          rules
              .nearest(silence.rule())
              .map(near -> "Did you mean `" + near + "`?")
              .orElse("docs/lint.md lists the rules."));
    } else if (!silence.reasoned()) {
      findings.add(
          UNKNOWN,
          silence.file(),
          silence.line(),
          silence.column(),
          "This comment silences `" + silence.rule() + "` without a reason.",
          "Add the reason: `# lint:ignore " + silence.rule() + ": …`.");
    } else if (!used) {
      findings.add(
          UNUSED,
          silence.file(),
          silence.line(),
          silence.column(),
          "This comment silences nothing: there is no finding of `" + silence.rule() + "` here.",
          "Remove it, or move it to the line of the finding or the line above.");
    }
  }

  private static boolean covers(Silence silence, Finding finding) {
    Path file = silence.file().path();
    return silence.reasoned()
        && silence.rule().equals(finding.rule().id())
        && file.equals(finding.file())
        && (silence.line() == finding.line() || silence.line() == finding.line() - 1);
  }
}
