package dev.caravan.local.test.run;

import dev.caravan.local.bedrock.Call;
import java.util.ArrayList;
import java.util.List;

/** What happened on a stage since the test began; explains a failed test. */
final class Story {

  private static final int MOST_JOURNEYS = 5;

  private final Stage stage;
  private final List<String> lines = new ArrayList<>();

  Story(Stage stage) {
    this.stage = stage;
  }

  List<String> lines() {
    stage.modelCalls().all().forEach(this::call);
    List<Journey> journeys = stage.journeys().ended();
    journeys.stream().limit(MOST_JOURNEYS).forEach(this::journey);
    if (journeys.size() > MOST_JOURNEYS) {
      lines.add("… and " + (journeys.size() - MOST_JOURNEYS) + " more journeys");
    }
    stage.work().unfinished().forEach(line -> lines.add("still in progress: " + line));
    int left = stage.queue().size();
    if (left > 0) {
      lines.add("on the queue: " + left + (left == 1 ? " message" : " messages"));
    }
    stage.queue().deadLetters().forEach(letter -> lines.add("dead letter: " + shown(letter)));
    stage.bucket().keys().forEach(key -> lines.add("in S3: " + key));
    return lines;
  }

  private static String shown(Object letter) {
    String text = letter.toString();
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  private void call(Call call) {
    lines.add(
        "model %s was asked and answered %s%s"
            .formatted(
                call.modelId(),
                call.status() == 0 ? "nothing" : call.status() + " " + call.error(),
                call.rule().isEmpty() ? "" : " (by a rule of this test)"));
  }

  private void journey(Journey journey) {
    lines.add(
        "journey by %s%s: %s"
            .formatted(
                journey.route(),
                journey.generation() == null ? "" : ", generation " + journey.generation(),
                journey.outcome()));
    for (Journey.Stop stop : journey.stops()) {
      lines.add("    %-24s %-26s %6d ms".formatted(stop.step(), stop.place(), stop.millis()));
    }
  }
}
