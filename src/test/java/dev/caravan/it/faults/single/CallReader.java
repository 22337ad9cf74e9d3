package dev.caravan.it.faults.single;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a call is for, and about which prompts. */
final class CallReader {

  private static final Pattern RECORD = Pattern.compile("/[^/]+/generations/([^/]+)\\.json");
  private static final Pattern RESULT = Pattern.compile("/[^/]+/(?:images|texts)/([^/]+)\\.\\w+");
  private static final Pattern INDEX = Pattern.compile("/[^/]+/index/\\d+-([^/]+)");

  private final ObjectMapper json = new ObjectMapper();
  private final Names names = new Names();
  private final Map<String, String> owners = new ConcurrentHashMap<>();
  private final Set<String> listedBefore = ConcurrentHashMap.newKeySet();
  private final int visibilitySeconds;

  /**
   * @param visibilitySeconds the time to which a message is extended; a shorter one gives it back
   */
  CallReader(int visibilitySeconds) {
    this.visibilitySeconds = visibilitySeconds;
  }

  /** Empty if it is not about a prompt. A receive has no words before its answer. */
  Optional<Made> read(Aws service, HttpMessage request) throws IOException {
    return switch (service) {
      case S3 -> s3(request);
      case SQS -> sqs(request);
      case BEDROCK -> made(Step.MODEL, Names.wordsIn(request.body()));
    };
  }

  /** The prompts that a receive returned. */
  Set<String> received(HttpMessage answer) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    for (JsonNode message : json.readTree(answer.body()).path("Messages")) {
      String word = wordOf(message.path("Body").asText());
      if (word != null) {
        names.is(message.path("ReceiptHandle").asText(), word);
        words.add(word);
      }
    }
    return words;
  }

  private Optional<Made> s3(HttpMessage request) throws IOException {
    String path = request.path();
    Matcher record = RECORD.matcher(path);
    if (record.matches()) {
      return record(record.group(1), request);
    }
    Matcher result = RESULT.matcher(path);
    if (result.matches()) {
      boolean isPut = request.method().equals("PUT");
      return isPut || request.method().equals("HEAD")
          ? made(isPut ? Step.RESULT : Step.LOOK, result.group(1))
          : Optional.empty();
    }
    Matcher index = INDEX.matcher(path);
    return index.matches() && request.method().equals("PUT")
        ? listed(index.group(1))
        : Optional.empty();
  }

  /** If nobody else knows the id, the index entry is written before the record. */
  private Optional<Made> listed(String id) {
    if (names.of(id) == null) {
      listedBefore.add(id);
      return Optional.of(new Made(Step.LISTED, Set.of()));
    }
    return made(Step.LISTED, id);
  }

  private Optional<Made> record(String id, HttpMessage request) throws IOException {
    if (request.method().equals("GET")) {
      return made(Step.READ, id);
    }
    if (!request.method().equals("PUT")) {
      return Optional.empty();
    }
    String body = request.body();
    names.learn(id, body);
    JsonNode record = json.readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
    boolean wasListed = listedBefore.remove(id);
    return made(
            switch (record.path("state").asText()) {
              case "running" -> running(id, record.at("/claim/owner").asText());
              case "done" -> Step.DONE;
              case "failed" -> Step.FAILED;
              default -> queued(record);
            },
            id)
        .map(made -> new Made(made.step(), made.words(), wasListed));
  }

  private Step running(String id, String owner) {
    return owner.equals(owners.put(id, owner)) ? Step.RENEWAL : Step.CLAIM;
  }

  private static Step queued(JsonNode record) {
    if (record.path("attempts").asInt() > 0) {
      return Step.RELEASED;
    }
    return record.has("messageId") ? Step.SENT : Step.QUEUED;
  }

  private Optional<Made> sqs(HttpMessage request) throws IOException {
    String target = request.header("x-amz-target");
    JsonNode body = json.readTree(request.body());
    return switch (target.substring(target.indexOf('.') + 1)) {
      case "ReceiveMessage" -> Optional.of(new Made(Step.RECEIVE, Set.of()));
      case "SendMessage", "SendMessageBatch" -> {
        String word = wordOf(body.path("MessageBody").asText(request.body()));
        boolean isDead = body.path("QueueUrl").asText().contains("dead-letters");
        yield word == null
            ? Optional.empty()
            : made(isDead ? Step.DEAD_LETTER : Step.SEND, Set.of(word));
      }
      case "DeleteMessage", "DeleteMessageBatch" -> made(Step.DELETE, handles(body));
      case "ChangeMessageVisibility", "ChangeMessageVisibilityBatch" ->
          made(isExtension(body) ? Step.EXTENSION : Step.GIVE_BACK, handles(body));
      default -> Optional.empty();
    };
  }

  private boolean isExtension(JsonNode body) {
    JsonNode one = body.has("Entries") ? body.path("Entries").path(0) : body;
    return one.path("VisibilityTimeout").asInt() == visibilitySeconds;
  }

  private Set<String> handles(JsonNode body) {
    Set<String> words = new LinkedHashSet<>();
    for (String handle : body.findValuesAsText("ReceiptHandle")) {
      String word = names.of(handle);
      if (word != null) {
        words.add(word);
      }
    }
    return words;
  }

  /** The word of a message: in its text, or known for the id that it names. */
  private String wordOf(String body) {
    Optional<String> word = Names.wordsIn(body).stream().findFirst();
    if (word.isPresent()) {
      return word.get();
    }
    try {
      String id = json.readTree(body).path("id").asText();
      return names.of(id);
    } catch (IOException e) {
      return null;
    }
  }

  private Optional<Made> made(Step step, String id) {
    String word = names.of(id);
    return word == null ? Optional.empty() : made(step, Set.of(word));
  }

  private static Optional<Made> made(Step step, Set<String> words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(new Made(step, words));
  }
}
