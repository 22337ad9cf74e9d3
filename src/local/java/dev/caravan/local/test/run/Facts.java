package dev.caravan.local.test.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.local.test.format.Part;
import dev.caravan.local.test.format.Placeholders;
import dev.caravan.local.test.match.Comparison;
import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.local.test.match.Variables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The current state, which can be compared with what a step expects.
 *
 * @param answer null after a message
 */
record Facts(Stage stage, Variables variables, Answer answer) {

  /**
   * Whether all expectations hold now. Looking costs time, so this looks at the message first,
   * which takes longest to come true, and stops at the first expectation that does not hold.
   */
  boolean hold(Map<Part, Located> expected) throws IOException {
    Located message = expected.get(Part.MESSAGE);
    if (message != null && !differences(Part.MESSAGE, message).isEmpty()) {
      return false;
    }
    for (Map.Entry<Part, Located> part : expected.entrySet()) {
      if (!differences(part.getKey(), part.getValue()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The expectations that do not hold now, in the order of the file. */
  List<Mismatch> differences(Map<Part, Located> expected) throws IOException {
    List<Mismatch> differences = new ArrayList<>();
    for (Map.Entry<Part, Located> part : expected.entrySet()) {
      differences.addAll(differences(part.getKey(), part.getValue()));
    }
    differences.sort(Comparator.comparingInt(difference -> difference.place().line()));
    return differences;
  }

  private List<Mismatch> differences(Part part, Located expected) throws IOException {
    Located value = variables.fill(expected);
    return part == Part.OBJECTS
        ? objects(value)
        : compare(part.label(), value, actual(part, value));
  }

  private JsonNode actual(Part part, Located expected) throws IOException {
    return switch (part) {
      case STATUS -> IntNode.valueOf(answer.status());
      case HEADERS -> answer.headers();
      case BODY -> answer.body();
      case RECORD -> stage.bucket().record(id());
      case DEAD_LETTER -> deadLetter();
      case MESSAGE -> TextNode.valueOf(messageState());
      case MODEL_CALLS ->
          expected.json().isArray()
              ? stage.modelCalls().view()
              : IntNode.valueOf(stage.modelCalls().all().size());
      case OBJECTS -> MissingNode.getInstance();
    };
  }

  private List<Mismatch> objects(Located expected) {
    List<String> keys = stage.bucket().keys();
    return expected.fields().entrySet().stream()
        .flatMap(
            entry ->
                compare(
                    "objects." + entry.getKey(),
                    entry.getValue(),
                    keys.stream()
                        .filter(matching(entry.getKey()).asMatchPredicate())
                        .findFirst()
                        .map(stage.bucket()::object)
                        .orElse(MissingNode.getInstance()))
                    .stream())
        .toList();
  }

  /** In a key, {@code *} matches any text. */
  private static Pattern matching(String key) {
    return Pattern.compile(
        Stream.of(key.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  /** The generation's dead letter, or else any other. */
  private JsonNode deadLetter() {
    List<JsonNode> letters = stage.queue().deadLetters();
    return letters.stream()
        .filter(letter -> letter.path("id").asText().equals(id()))
        .findFirst()
        .or(() -> letters.stream().findFirst())
        .orElse(MissingNode.getInstance());
  }

  private String messageState() {
    if (!stage.work().isIdle()) {
      return "in progress";
    }
    if (stage.queue().size() == 0) {
      return Part.DELETED;
    }
    List<Journey> taken =
        stage.journeys().ended().stream().filter(journey -> journey.messageId() != null).toList();
    return !taken.isEmpty() && taken.get(taken.size() - 1).failed()
        ? Part.GIVEN_BACK
        : "on the queue";
  }

  private String id() {
    return variables.values().get(Placeholders.ID);
  }

  private static List<Mismatch> compare(String what, Located expected, JsonNode actual) {
    return new Comparison().compare(what, expected, actual);
  }
}
