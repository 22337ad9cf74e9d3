package dev.caravan.routes.reload;

import dev.caravan.routes.lint.Finding;

/**
 * Why a change was rejected.
 *
 * @param file its name; empty where the fault is of no file
 * @param line from 1; 0 where it is not known
 * @param column from 1; 0 where it is not known
 * @param rule of lint; empty where lint did not find it
 */
record Fault(String file, int line, int column, String rule, String message, String hint) {

  static Fault of(Finding finding) {
    return new Fault(
        String.valueOf(finding.file().getFileName()),
        finding.line(),
        finding.column(),
        finding.rule().id(),
        finding.message(),
        finding.hint());
  }

  static Fault of(String file, String message, String hint) {
    return new Fault(file, 0, 0, "", message, hint);
  }

  /** In one line, as lint writes it. */
  String text() {
    String where = line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
    return (file.isEmpty() ? "" : where) + message + (rule.isEmpty() ? "" : " [" + rule + "]");
  }
}
