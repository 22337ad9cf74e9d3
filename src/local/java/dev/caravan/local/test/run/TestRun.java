package dev.caravan.local.test.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravan.cli.CommandFailedException;
import dev.caravan.local.test.format.Placeholders;
import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.format.Step;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.local.test.match.Variables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs one test on a stage. */
final class TestRun {

  private final Stage stage;
  private final CapturedLog log;
  private final RouteTest test;
  private final List<String> story = new ArrayList<>();

  TestRun(Stage stage, CapturedLog log, RouteTest test) {
    this.stage = stage;
    this.log = log;
    this.test = test;
  }

  TestResult run() throws InterruptedException {
    long start = System.nanoTime();
    List<Mismatch> mismatches = mismatches();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (!mismatches.isEmpty()) {
      story.addAll(new Story(stage).lines());
      log.lines().forEach(line -> story.add("log " + line));
    }
    return new TestResult(test, mismatches, story, took);
  }

  private List<Mismatch> mismatches() throws InterruptedException {
    if (!stage.clear()) {
      return List.of(cannot("an idle service", "still busy with the previous test", "the routes"));
    }
    log.clear();
    Variables variables = new Variables(values());
    try {
      new Preparation(stage, variables).put(test.given());
      stage.bedrock().misbehaviour().replace(test.model());
      for (Step step : test.steps()) {
        StepRun run = new StepRun(stage, step, variables, test.within());
        List<Mismatch> mismatches = run.run();
        story.addAll(run.story());
        if (!mismatches.isEmpty()) {
          return mismatches;
        }
        variables = run.variables();
      }
      return List.of();
    } catch (JsonProcessingException e) {
      return List.of(cannot("a record", e.getOriginalMessage(), "given"));
    } catch (IOException | RuntimeException e) {
      return List.of(cannot("to run", CommandFailedException.of(e).getMessage(), "the test"));
    }
  }

  private Mismatch cannot(String expected, String actual, String what) {
    return new Mismatch(test.place(), what, expected, actual);
  }

  private Map<String, String> values() {
    return Map.of(
        Placeholders.ID, "test-" + UUID.randomUUID(),
        Placeholders.BUCKET, stage.bucket().name(),
        Placeholders.PAST, Instant.now().minusSeconds(3600).toString(),
        Placeholders.FUTURE, Instant.now().plusSeconds(3600).toString());
  }
}
