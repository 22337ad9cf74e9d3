package dev.caravan.it.faults.single;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.local.LocalAws;
import dev.caravan.local.bedrock.Call;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs cells on several sites at the same time, and checks all of them afterwards. */
final class FaultRun implements AutoCloseable {

  private final List<Site> sites = new ArrayList<>();
  private final List<SiteRun> runs = new ArrayList<>();
  private final LocalAws aws;

  /**
   * @param standard number of sites with a standard queue; one more has a FIFO queue
   */
  FaultRun(LocalAws aws, Path home, int standard) throws IOException {
    this.aws = aws;
    aws.bedrock()
        .misbehaviour()
        .addAll(
            new RuleReader()
                .read(
                    "{\"id\":\"slow\",\"match\":{\"prompt\":\"%s\"},\"action\":\"slow\",\"latency\":%d}"
                        .formatted(Cell.SLOWLY, Site.SLOW.toSeconds())));
    sites.add(Site.fifo(aws, home, "site-fifo"));
    for (int n = 1; n <= standard; n++) {
      sites.add(Site.standard(aws, home, "site-" + n));
    }
    sites.forEach(site -> runs.add(new SiteRun(site)));
    eachSite(at -> sites.get(at).start());
  }

  /** Runs these cells; then waits until nothing is left to do. */
  void run(List<Cell> cells, Duration patience) throws IOException {
    List<List<Cell>> shares = shares(cells);
    eachSite(at -> runs.get(at).run(shares.get(at)));
    awaitEnd(patience);
  }

  /** Cells of the FIFO queue go to the first site; of each call, the others take one in turn. */
  private List<List<Cell>> shares(List<Cell> cells) {
    List<List<Cell>> shares = new ArrayList<>();
    sites.forEach(site -> shares.add(new ArrayList<>()));
    Map<Step, Integer> turns = new HashMap<>();
    for (Cell cell : cells) {
      int turn = turns.merge(cell.step(), 1, Integer::sum);
      boolean isFifo = cell.entrance() == Entrance.FIFO;
      shares.get(isFifo ? 0 : 1 + turn % (sites.size() - 1)).add(cell);
    }
    return shares;
  }

  private void awaitEnd(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (!isQuiet() && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(300);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private boolean isQuiet() throws IOException {
    for (int at = 0; at < sites.size(); at++) {
      Bucket bucket = new Bucket(sites.get(at).bucket());
      boolean settled =
          runs.get(at).trials().stream().allMatch(trial -> Verdict.isSettled(trial, bucket));
      if (!settled || sites.get(at).messages() > 0 || !sites.get(at).held().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** How each cell ended, in the order of their numbers. */
  List<Outcome> outcomes() throws IOException {
    List<Call> calls = aws.bedrock().calls();
    List<Outcome> outcomes = new ArrayList<>();
    for (int at = 0; at < sites.size(); at++) {
      List<JsonNode> letters = sites.get(at).deadLetters();
      Verdict verdict = new Verdict(new Bucket(sites.get(at).bucket()), calls, letters);
      for (Trial trial : runs.get(at).trials()) {
        outcomes.add(verdict.of(trial));
      }
    }
    outcomes.sort(Comparator.comparingInt(outcome -> outcome.cell().number()));
    return outcomes;
  }

  /** What is left: messages on the queues, and what the services hold. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    for (Site site : sites) {
      if (site.messages() > 0) {
        left.add("%s: %d messages".formatted(site.name(), site.messages()));
      }
      left.addAll(site.held());
    }
    return left;
  }

  /** The calls of each prompt that ran without a fault. */
  Map<Cell, List<Step>> cleanJourneys() {
    Map<Cell, List<Step>> journeys = new HashMap<>();
    for (SiteRun run : runs) {
      for (Trial trial : run.trials()) {
        if (trial.cell().step() == null) {
          journeys.put(trial.cell(), trial.site().journeys().of(trial.cell().word()));
        }
      }
    }
    return journeys;
  }

  /** How often each call was made, for a prompt without a fault. */
  static Map<Step, Integer> count(List<Step> journey) {
    Map<Step, Integer> counts = new EnumMap<>(Step.class);
    journey.forEach(step -> counts.merge(step, 1, Integer::sum));
    return counts;
  }

  String log() throws IOException {
    StringBuilder log = new StringBuilder();
    for (Site site : sites) {
      log.append("==== ").append(site.name()).append('\n').append(site.log());
    }
    return log.toString();
  }

  private void eachSite(java.util.function.IntConsumer work) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int at = 0; at < sites.size(); at++) {
      int index = at;
      CompletableFuture<Void> done = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.accept(index);
                  done.complete(null);
                } catch (Throwable e) {
                  done.completeExceptionally(e);
                }
              },
              sites.get(at).name());
      thread.setDaemon(true);
      thread.start();
      all.add(done);
    }
    all.forEach(CompletableFuture::join);
  }

  @Override
  public void close() throws IOException {
    for (Site site : sites) {
      site.close();
    }
  }
}
