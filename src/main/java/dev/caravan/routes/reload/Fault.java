package dev.caravan.routes.reload;

import dev.caravan.routes.lint.Finding;

/**
 * A reason for rejecting a change.
 *
 * @param file the name of the file; empty if the fault belongs to no file
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 * @param rule the id of the lint rule; empty if lint did not find the fault
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

  /** The fault in one line, in the format of lint. */
  String text() {
    String where = line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
    return (file.isEmpty() ? "" : where) + message + (rule.isEmpty() ? "" : " [" + rule + "]");
  }
}
