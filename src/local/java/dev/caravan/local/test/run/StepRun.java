package dev.caravan.local.test.run;

import dev.caravan.generation.GenerationId;
import dev.caravan.local.test.format.Call;
import dev.caravan.local.test.format.Placeholders;
import dev.caravan.local.test.format.Step;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.local.test.match.Place;
import dev.caravan.local.test.match.Variables;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs one step: makes the call, then waits until the expectations hold. */
final class StepRun {

  /** The first interval between two looks. A look costs time, so the intervals grow. */
  private static final Duration SHORTEST_POLL = Duration.ofMillis(20);

  private static final Duration LONGEST_POLL = Duration.ofMillis(150);

  /** Expectations that still do not hold this long after everything has become quiet never will. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final Stage stage;
  private final Step step;
  private final Duration within;
  private final List<String> story = new ArrayList<>();
  private Variables variables;

  StepRun(Stage stage, Step step, Variables variables, Duration within) {
    this.stage = stage;
    this.step = step;
    this.variables = variables;
    this.within = within;
  }

  /** The expectations that do not hold in the end; empty if all hold. */
  List<Mismatch> run() throws IOException, InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    Call call = step.call();
    if (call instanceof Call.Http http) {
      try {
        Answer answer = stage.http().send(http, variables, within);
        answered(http, answer);
        return settle(answer, end);
      } catch (HttpTimeoutException e) {
        return List.of(unanswered(http, "no answer"));
      } catch (IllegalArgumentException | IOException e) {
        return List.of(unanswered(http, "no answer: " + e.getMessage()));
      }
    }
    Call.Message message = (Call.Message) call;
    String messageId = stage.queue().send(message, variables);
    sent(message, messageId);
    while (stage.journeys().ended(messageId).isEmpty()) {
      if (System.nanoTime() > end) {
        return List.of(late(call.whole().place(), "message", "to be processed", "not yet"));
      }
      Thread.sleep(SHORTEST_POLL.toMillis());
    }
    return settle(null, end);
  }

  /** Looks until everything holds, nothing changes any more, or the time is over. */
  private List<Mismatch> settle(Answer answer, long end) throws IOException, InterruptedException {
    Facts facts = new Facts(stage, variables, answer);
    long poll = SHORTEST_POLL.toMillis();
    long quietUntil = 0;
    while (!facts.hold(step.expected())) {
      long now = System.nanoTime();
      if (!stage.isQuiet()) {
        quietUntil = 0;
      } else if (quietUntil == 0) {
        quietUntil = now + GRACE.toNanos();
      }
      if (now - end > 0 || quietUntil != 0 && now - quietUntil > 0) {
        return facts.differences(step.expected());
      }
      Thread.sleep(poll);
      poll = Math.min(poll * 3 / 2, LONGEST_POLL.toMillis());
    }
    return List.of();
  }

  private void answered(Call.Http call, Answer answer) {
    story.add(
        "%s %s was answered %d in %.2f s"
            .formatted(
                call.method(),
                variables.fill(call.path()),
                answer.status(),
                answer.took().toMillis() / 1000.0));
    story.add("    " + Mismatch.shown(answer.body()));
    String id = answer.body().path("id").asText();
    if (GenerationId.isValid(id)) {
      becomes(id);
    }
  }

  private void sent(Call.Message call, String messageId) {
    story.add("message " + messageId + " was sent");
    String id = variables.fill(call.body()).json().path("id").asText();
    becomes(GenerationId.isValid(id) ? id : messageId);
  }

  private void becomes(String id) {
    Map<String, String> values = new HashMap<>(variables.values());
    values.put(Placeholders.ID, id);
    variables = new Variables(values);
  }

  private Mismatch unanswered(Call.Http call, String actual) {
    story.add(call.method() + " " + variables.fill(call.path()) + ": " + actual);
    return late(call.whole().place(), "http", "an answer", actual);
  }

  private Mismatch late(Place place, String what, String expected, String actual) {
    return new Mismatch(
        place, what, expected + " within %.1f s".formatted(within.toMillis() / 1000.0), actual);
  }

  /** The variables for the next step. */
  Variables variables() {
    return variables;
  }

  /** What the step did, one line each. */
  List<String> story() {
    return story;
  }
}
