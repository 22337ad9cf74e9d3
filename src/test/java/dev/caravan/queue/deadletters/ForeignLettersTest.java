package dev.caravan.queue.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.queue.DeadLetters;
import dev.caravan.queue.deadletters.RedriveReport.Letter;
import dev.caravan.store.FailedRecords;
import dev.caravan.store.Records;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing, a redrive and a discard agree about which letters are foreign. */
class ForeignLettersTest {

  private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
  private static final String VICTIM = "victim";
  private static final int MAXIMUM_BYTES = 2_512;
  private static final String SPACES = " ".repeat(3_000);
  private static final String DIGEST = "ab".repeat(32);

  private final MemoryAws aws = new MemoryAws();
  private final PromptReader prompts = new PromptReader(10_000);
  private final Records records = new Records(aws.s3, "bucket", "");
  private final LetterBodies bodies = new LetterBodies(aws.s3, "bucket", "");
  private final LetterRecords letters = new LetterRecords(records, bodies, prompts);
  private final SqsConnection sqs = new SqsConnection(() -> aws.sqs);
  private final DeadLetterQueue queue = new DeadLetterQueue(sqs, "dead", prompts);
  private final FailedRecords failedRecords = new FailedRecords(records, null);
  private final DeadLetters writer = new DeadLetters(new LetterFit(bodies, () -> MAXIMUM_BYTES));

  /** The reason of each letter that is not foreign, by MessageId. */
  private final Map<String, String> ours = new LinkedHashMap<>();

  private final Set<String> cut = new LinkedHashSet<>();
  private final Set<String> foreign = new LinkedHashSet<>();

  @BeforeEach
  void letters_of_every_origin_are_there() {
    records.create(generation(VICTIM, "the victim's prompt", "m-0").failed(failure(Reason.QUOTA)));
    for (Reason reason : Reason.values()) {
      ours("a prompt as text", reason);
      ours("{\"id\":\"own-" + reason + "\",\"prompt\":\"a prompt with an id\"}", reason);
    }
    ours("{\"id\":\"own-unknown-field\",\"nope\":1}", Reason.INVALID_PROMPT);
    ours("{broken", Reason.INVALID_PROMPT);
    ours("[1, 2]", Reason.INVALID_PROMPT);
    ours("{\"id\":\"" + VICTIM + "\",\"prompt\":\"another prompt\"}", Reason.INVALID_PROMPT);
    ours("{\"id\":\"" + VICTIM + "\",\"nope\":1}", Reason.INVALID_PROMPT);
    ours(envelope("refused", body("a forged letter that was refused")), Reason.INVALID_PROMPT);
    for (boolean stored : new boolean[] {true, false}) {
      aws.s3TakesBodies = stored;
      for (String body :
          new String[] {
            "{\"prompt\":\"a large one\"%s}".formatted(SPACES),
            "{\"id\":\"large\",%s\"nope\":%s}".formatted(SPACES, stored),
            "{\"id\":\"%s\",%s\"nope\":%s}".formatted(VICTIM, SPACES, stored)
          }) {
        String letter = ours(body, Reason.CONTENT_BLOCKED);
        if (!stored) {
          cut.add(letter);
        }
      }
    }

    for (String id : new String[] {VICTIM, "nobody"}) {
      foreign.add(aws.put(envelope(id, body("a forged prompt"))));
      foreign.add(aws.put(envelope(id, body("{\"nope\":1}"))));
      foreign.add(aws.put(envelope(id, body(envelope(id, body("a letter in a letter"))))));
      foreign.add(aws.put(envelope(id, stored("of another prompt"))));
      foreign.add(aws.put(envelope(id, body("a beginning").replace("}", ",\"cut\":\"cut\"}"))));
    }

    // Their record agrees, but Caravan writes no such reason.
    for (String reason : new String[] {"FOREIGN", "RECEIVE_LIMIT", "BLA", "", "quota"}) {
      foreign.add(aws.put(envelope(VICTIM, body("the victim's prompt")).replace("QUOTA", reason)));
    }

    for (String body :
        new String[] {
          "moved as text",
          "{\"prompt\":\"moved as JSON\"}",
          "{\"id\":\"moved\",\"prompt\":\"moved with an id\"}",
          "{\"id\":\"" + VICTIM + "\",\"prompt\":\"moved with the id of another\"}"
        }) {
      ours.put(aws.put(body), DeadLetter.RECEIVE_LIMIT);
    }

    for (String body :
        new String[] {
          "{\"order\":17}",
          "{not JSON",
          "[1]",
          "%5B1%5D",
          "{\"schema\":2,\"id\":\"later\",\"why\":\"a later version\"}",
          "{\"schema\":1,\"id\":\"a b\",\"reason\":\"QUOTA\",\"message\":{\"body\":\"x\"}}",
          "{\"schema\":1,\"id\":\"a\",\"reason\":\"QUOTA\",\"message\":{}}"
        }) {
      foreign.add(aws.put(body));
    }
  }

  @Test
  void a_listing_shows_them_with_the_reason_foreign() {
    List<DeadLetter> listed = new DeadLetterListing(queue, letters).look(100).letters();

    assertThat(listed).hasSize(ours.size() + foreign.size());
    for (DeadLetter letter : listed) {
      String right = ours.getOrDefault(letter.messageId(), DeadLetter.FOREIGN);
      assertThat(letter.reason()).as(letter.messageId() + letter.body()).isEqualTo(right);
      assertThat(letter.isForeign()).isEqualTo(foreign.contains(letter.messageId()));
    }
    assertThat(aws.hidden).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_redrive_sends_all_others(boolean dryRun) {
    RedriveReport report = redrive(Selection.of(null, null, null), dryRun);

    assertThat(messageIds(report.foreign())).isEqualTo(foreign);
    assertThat(messageIds(report.failed())).as("only beginnings").isEqualTo(cut);
    assertThat(messageIds(report.redriven())).isEqualTo(oursWithout(cut));
    assertThat(aws.sent).hasSize(dryRun ? 0 : ours.size() - cut.size());
    Set<String> left = new LinkedHashSet<>(foreign);
    left.addAll(dryRun ? ours.keySet() : cut);
    assertThat(aws.letters.keySet()).isEqualTo(left);
    assertThat(records.find(VICTIM).orElseThrow().failure().reason()).isEqualTo(Reason.QUOTA);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void a_redrive_by_reason_calls_the_same_letters_foreign(Reason reason) {
    RedriveReport report = redrive(Selection.of(reason.name(), null, null), true);

    assertThat(messageIds(report.foreign())).isEqualTo(foreign);
    assertThat(messageIds(report.redriven())).isEqualTo(oursOf(reason.name(), cut));
  }

  @Test
  void a_redrive_by_id_does_not_take_a_forged_letter_for_it() {
    RedriveReport report = redrive(Selection.of(null, List.of("nobody"), null), false);

    assertThat(messageIds(report.foreign())).isEqualTo(foreign);
    assertThat(report.redriven()).isEmpty();
    assertThat(report.missing()).containsExactly("nobody");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_discard_of_the_reason_foreign_deletes_exactly_them(boolean dryRun) {
    RedriveReport report = discard(DeadLetter.FOREIGN, dryRun);

    assertThat(messageIds(report.redriven())).isEqualTo(foreign);
    assertThat(report.foreign()).isEmpty();
    assertThat(report.failed()).isEmpty();
    assertThat(report.unmatched()).isEqualTo(ours.size());
    Set<String> left = new LinkedHashSet<>(ours.keySet());
    left.addAll(dryRun ? foreign : Set.of());
    assertThat(aws.letters.keySet()).isEqualTo(left);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void a_discard_of_another_reason_deletes_none_of_them(Reason reason) {
    for (boolean dryRun : new boolean[] {true, false}) {
      RedriveReport report = discard(reason.name(), dryRun);

      assertThat(messageIds(report.redriven())).isEqualTo(oursOf(reason.name(), Set.of()));
      assertThat(messageIds(report.foreign())).isEqualTo(foreign);
    }
    assertThat(aws.letters.keySet()).containsAll(foreign);
  }

  private RedriveReport redrive(Selection selection, boolean dryRun) {
    return new Redrive(queue, new PromptQueue(sqs, "prompts"), records, letters)
        .run(new Redrive.Order(selection, dryRun), () -> false, looked -> {});
  }

  private RedriveReport discard(String reason, boolean dryRun) {
    Selection selection = Selection.toDiscard(reason, null, null);
    return new Discard(queue, records, letters)
        .run(new Redrive.Order(selection, dryRun), () -> false, looked -> {});
  }

  /** A letter as the routes write it: the record, the envelope, then the failure. */
  private String ours(String body, Reason reason) {
    String messageId = "m-" + (aws.letters.size() + 1);
    Failure failure = failure(reason);
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.setVariable("_body", body);
    exchange.setVariable("failure", failure);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, InvalidPromptException.malformed("no"));
    exchange.getMessage().setBody(received(body, messageId));
    failedRecords.reserve(exchange);
    String letter = aws.put(writer.envelope(exchange));
    ours.put(letter, reason.name());
    String id = exchange.getVariable("generation", Generation.class).id();
    records.update(id, record -> record.failed(failure));
    return letter;
  }

  private Generation received(String body, String messageId) {
    try {
      PromptReader.Request request = prompts.fromMessage(body);
      String id = request.id().orElse(messageId);
      return Generation.accepted(
          new GenerationId(id), Source.QUEUE, request.prompt(), messageId, Instant.now());
    } catch (InvalidPromptException e) {
      String id = prompts.idIn(body).orElse(messageId);
      return Generation.unreadable(new GenerationId(id), body, messageId, Instant.now());
    }
  }

  private static Generation generation(String id, String text, String messageId) {
    return Generation.accepted(
        new GenerationId(id), Source.QUEUE, Prompt.of(text), messageId, Instant.now());
  }

  private static Failure failure(Reason reason) {
    return new Failure(reason, "A test says so.", Instant.now());
  }

  private static String envelope(String id, String message) {
    return "{\"schema\":1,\"id\":\"%s\",\"reason\":\"QUOTA\",\"attempts\":1,\"message\":%s}"
        .formatted(id, message);
  }

  private static String body(String text) {
    return "{\"attributes\":{},\"body\":\"%s\"}"
        .formatted(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static String stored(String fingerprint) {
    return "{\"attributes\":{},\"fingerprint\":\"%s\",\"stored\":{\"sha256\":\"%s\"}}"
        .formatted(fingerprint, DIGEST);
  }

  private Set<String> oursWithout(Set<String> left) {
    return ours.keySet().stream().filter(id -> !left.contains(id)).collect(Collectors.toSet());
  }

  private Set<String> oursOf(String reason, Set<String> left) {
    return oursWithout(left).stream()
        .filter(id -> ours.get(id).equals(reason))
        .collect(Collectors.toSet());
  }

  private static Set<String> messageIds(Collection<Letter> all) {
    return all.stream().map(Letter::messageId).collect(Collectors.toSet());
  }
}
