package dev.caravan.cli;

import dev.caravan.queue.deadletters.Redrive;
import dev.caravan.queue.deadletters.RedriveReport;
import dev.caravan.queue.deadletters.Selection;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends dead letters back to the queue. */
@Command(
    name = "redrive",
    description = "Send dead letters back to the queue for another try.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Uses SQS_QUEUE_URL, SQS_DEAD_LETTER_QUEUE_URL, BUCKET_NAME and",
      "CARAVAN_S3_PREFIX, and the region and credentials in any way that the AWS SDK",
      "supports. With --local or --local-port, uses a \"caravan local\" instead.",
      "Each prompt keeps its id. Ctrl-C stops after the current batch. Exits with 1",
      "if a selected letter was not redriven (or not deleted, with --discard).",
      "",
      "Example: caravan redrive --reason CONTENT_BLOCKED --dry-run"
    })
public final class RedriveCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  /** How long the current batch may take to end after Ctrl-C. */
  private static final int STOP_SECONDS = 60;

  @Option(
      names = "--reason",
      paramLabel = "R",
      description =
          "Only letters with this reason, for example MODEL_TIMEOUT. RECEIVE_LIMIT selects the"
              + " letters that SQS itself moved to the dead-letter queue.")
  String reason;

  @Option(
      names = "--id",
      paramLabel = "ID",
      arity = "1..*",
      description = "Only the letters of these generations.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of letters (default: all).")
  Integer limit;

  @Option(
      names = "--discard",
      description = "Delete the letters instead. Needs --reason or --id; FOREIGN is a reason here.")
  boolean discard;

  @Option(names = "--dry-run", description = "Show what would be done, and change nothing.")
  boolean dryRun;

  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  private final AtomicBoolean stopping = new AtomicBoolean();

  @Override
  public Integer call() {
    Redrive.Order order = new Redrive.Order(selection(), dryRun);
    CountDownLatch done = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stop(done), "stop");
    try (RedriveTarget target = target()) {
      Runtime.getRuntime().addShutdownHook(onSignal);
      RedriveReport report = run(target, order);
      print(report);
      return report.isComplete() ? 0 : 1;
    } finally {
      done.countDown();
      forget(onSignal);
    }
  }

  private RedriveTarget target() {
    return local.isGiven() ? RedriveTarget.of(local.find()) : RedriveTarget.fromEnvironment();
  }

  private Selection selection() {
    try {
      return discard ? Selection.toDiscard(reason, ids, limit) : Selection.of(reason, ids, limit);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.misconfigured(e.getMessage());
    }
  }

  private RedriveReport run(RedriveTarget target, Redrive.Order order) {
    String task = dryRun ? "Looking" : discard ? "Discarding" : "Redriving";
    try (Progress progress = Console.of(spec).progress(task, target.deadLetters().size())) {
      IntConsumer step =
          looked -> {
            progress.grow(looked);
            progress.stepTo(looked);
          };
      return discard
          ? target.discard().run(order, stopping::get, step)
          : target.redrive().run(order, stopping::get, step);
    }
  }

  /** Runs after Ctrl-C. The JVM ends when this thread ends. */
  private void stop(CountDownLatch done) {
    stopping.set(true);
    try {
      done.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      // The JVM is already shutting down.
    }
  }

  private void print(RedriveReport report) {
    PrintWriter out = spec.commandLine().getOut();
    String done = discard ? "discarded" : "redriven";
    String did = dryRun ? "would be " + done : done;
    report.redriven().stream()
        .limit(SHOWN)
        .forEach(letter -> out.println(letter.id() + "  " + shown(letter.reason()) + "  " + did));
    if (report.redriven().size() > SHOWN) {
      out.println("… and " + (report.redriven().size() - SHOWN) + " more");
    }
    out.printf(
        "%d examined: %d %s, %d failed, %d not selected, %d not recognized%s%n",
        report.looked(),
        report.redriven().size(),
        did,
        report.failed().size(),
        report.unmatched(),
        report.foreign().size(),
        report.cameBack() == 0 ? "" : ", " + report.cameBack() + " have already failed again");
    out.flush();
    printTroubles(report);
  }

  private void printTroubles(RedriveReport report) {
    PrintWriter err = spec.commandLine().getErr();
    report.failed().stream()
        .limit(SHOWN)
        .forEach(letter -> err.println("caravan: " + letter.id() + ": " + shown(letter.detail())));
    report.foreign().stream()
        .limit(SHOWN)
        .forEach(
            letter ->
                err.println(
                    "caravan: message "
                        + letter.messageId()
                        + " stays in the dead-letter queue: "
                        + shown(letter.detail())));
    report.missing().forEach(id -> err.println("caravan: found no dead letter of " + id));
    if (report.ended() != null) {
      err.println(
          "caravan: "
              + shown(report.ended())
              + " The remaining letters stay in the dead-letter queue.");
    }
    err.flush();
  }

  private static String shown(String text) {
    return new TerminalText(text).toString();
  }
}
