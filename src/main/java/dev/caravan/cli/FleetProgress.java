package dev.caravan.cli;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.Report;
import dev.caravan.routes.delivery.Rollout;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.routes.reload.Fault;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Waits until a fleet has taken over or rejected a set, and says so. */
record FleetProgress(RouteStore store, Activation activation, PrintWriter out) {

  private static final long LOOK_MILLIS = 500;

  /**
   * @param seconds how long to wait; 0 for not at all
   * @return the exit code: 0 if all instances run the set and its trial is over, or if no instance
   *     runs; 1 otherwise
   */
  int await(int seconds) throws InterruptedException {
    if (seconds == 0) {
      return 0;
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Report> reports = store.reports();
    if (reports.isEmpty()) {
      say("No instance runs now. The first one that starts takes it over.");
      return 0;
    }
    while (true) {
      Rollout rollout = rollout();
      if (rollout != null && rollout.isRefused()) {
        say("Rejected by " + shown(rollout.first()) + ", so no instance runs it:");
        rollout.faults().forEach(this::say);
        return 1;
      }
      List<Report> refusing = reports.stream().filter(this::isRefused).toList();
      long running = reports.stream().filter(this::isRunning).count();
      boolean isTrialOver =
          !activation.staged() || rollout != null && rollout.state() == Rollout.State.OK;
      if (isTrialOver && running == reports.size()) {
        say(running == 1 ? "The only instance runs it." : "All " + running + " instances run it.");
        if (rollout != null && rollout.isIdle()) {
          say("No prompt was finished during its trial, so whether prompts work is not known.");
        }
        sayRestarts(reports);
        return 0;
      }
      if (!refusing.isEmpty() && running + refusing.size() == reports.size()) {
        refusing.forEach(this::say);
        return 1;
      }
      if (isReplaced()) {
        say("Another set has replaced it; see caravan routes history.");
        return 1;
      }
      if (System.nanoTime() > end) {
        say(
            isTrialOver
                ? "After %d s, %d of %d instances run it; see caravan routes status."
                    .formatted(seconds, running, reports.size())
                : "After %d s, its trial on the first instance is not over; see caravan routes status."
                    .formatted(seconds));
        return 1;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      reports = store.reports();
    }
  }

  private Rollout rollout() {
    return activation.staged()
        ? store.rollout(activation).map(RouteStore.Versioned::value).orElse(null)
        : null;
  }

  private boolean isReplaced() {
    return store.pointer().filter(now -> now.value().newest().equals(activation)).isEmpty();
  }

  private boolean isRunning(Report report) {
    return report.set().equals(activation.set());
  }

  private boolean isRefused(Report report) {
    return report.refusal().filter(each -> each.activation().equals(activation.id())).isPresent();
  }

  private void say(Report report) {
    say(shown(report.instance()) + " rejected it:");
    report.refusal().ifPresent(refusal -> refusal.faults().forEach(this::say));
  }

  private void sayRestarts(List<Report> reports) {
    Set<String> files = new TreeSet<>();
    reports.forEach(report -> files.addAll(report.needRestart()));
    if (!files.isEmpty()) {
      say(
          "The changes in %s need a restart: on ECS, start a new deployment; on Kubernetes, use kubectl rollout restart."
              .formatted(shown(String.join(", ", files))));
    }
  }

  private void say(Fault fault) {
    say("  " + shown(fault.text()));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private static String shown(String text) {
    return new TerminalText(text).toString();
  }
}
