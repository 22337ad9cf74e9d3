package dev.caravan.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What a command prints: results to standard output, everything else to standard error. */
final class Console {

  /** Moves to the beginning of the line and clears it, because a progress bar may be there. */
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private boolean hasBar;

  Console(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  static Console of(CommandSpec spec) {
    return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  /** A line of the result. */
  synchronized void line(String text) {
    clear();
    out.println(text);
    out.flush();
  }

  /** A line for the user that is not a result. */
  synchronized void note(String text) {
    clear();
    err.println("caravan: " + text);
    err.flush();
  }

  private synchronized void bar(String text) {
    err.print(CLEAR + text);
    err.flush();
    hasBar = true;
  }

  /** Removes the bar; it comes back when it changes next. */
  private synchronized void clear() {
    if (hasBar) {
      err.print(CLEAR);
      err.flush();
      hasBar = false;
    }
  }

  /**
   * Shows the progress of long work: a bar on a terminal, otherwise a line from time to time.
   *
   * @param task one word, for example {@code Sending}
   */
  Progress progress(String task, int size) {
    return progress(task, size, Terminal.isStandardError());
  }

  Progress progress(String task, int size, boolean terminal) {
    return terminal
        ? new TerminalProgress(task, size, this::bar, this::clear)
        : new PlainProgress(task, size, this::note);
  }
}
