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
import dev.caravan.queue.deadletters.DeadLetter.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class LetterReaderTest {

  private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
  private static final String MESSAGE_ID = "7f2b1c1e-0d6f-4c0a-9d0a-3f6c0f7f9b11";
  private static final String ENVELOPE =
      "{\"schema\":1,\"id\":\"a-1\",\"reason\":\"CONTENT_BLOCKED\",\"message\":{\"body\":\"x\",\"attributes\":{}}}";

  private final LetterReader reader = new LetterReader(new PromptReader(10_000));

  @Property(tries = 300)
  void every_envelope_that_we_write_is_read_back_the_same(
      @ForAll("ids") String id,
      @ForAll Reason reason,
      @ForAll("texts") String detail,
      @ForAll("texts") String body,
      @ForAll("attributes") Map<String, MessageAttributeValue> attributes,
      @ForAll @IntRange(max = 1000) int attempts) {
    Instant at = Instant.ofEpochMilli(1_790_000_000_000L + attempts);
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.setVariable(
        "generation",
        Generation.accepted(new GenerationId(id), Source.QUEUE, Prompt.of("x"), MESSAGE_ID, at)
            .accepted("a-model", "1:1", 1L)
            .withAttempts(attempts));
    exchange.setVariable("failure", new Failure(reason, detail, at));
    exchange.setVariable("_body", body);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, InvalidPromptException.malformed("no"));
    exchange.getMessage().setHeader("ApproximateReceiveCount", "7");
    exchange.getMessage().setHeader("CamelAwsSqsMessageAttributes", attributes);

    DeadLetter letter =
        read(new DeadLetters(new LetterFit(null, () -> 1_048_576)).envelope(exchange));

    assertThat(letter.origin()).isEqualTo(Origin.ENVELOPE);
    assertThat(letter.id()).isEqualTo(id);
    assertThat(letter.reason()).isEqualTo(reason.name());
    assertThat(letter.detail()).isEqualTo(detail);
    assertThat(letter.failedAt()).isEqualTo(at.toString());
    assertThat(letter.attempts()).isEqualTo(attempts);
    assertThat(letter.model()).isEqualTo("a-model");
    assertThat(letter.body()).isEqualTo(body);
    assertThat(letter.attributes()).isEqualTo(attributes);
  }

  @Property(tries = 300)
  void whatever_lies_there_is_read_without_an_error(@ForAll String body) {
    assertThat(read(body).messageId()).isEqualTo(MESSAGE_ID);
    assertThat(read("{" + body).isForeign() || read("{" + body).id() != null).isTrue();
  }

  @Test
  void what_sqs_moved_is_known_by_its_message_id_or_the_id_it_brings() {
    assertThat(read("Me on top of K2").id()).isEqualTo(MESSAGE_ID);
    assertThat(read("Me on top of K2").reason()).isEqualTo("RECEIVE_LIMIT");
    assertThat(read("{\"prompt\":\"a bridge\"}").id()).isEqualTo(MESSAGE_ID);
    assertThat(read("{\"prompt\":\"a bridge\",\"id\":\"mine\"}").id()).isEqualTo("mine");
    assertThat(read("{\"prompt\":\"a bridge\"}").origin()).isEqualTo(Origin.MOVED_BY_SQS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"order\":17}",
        "{\"prompt\":7}",
        "{broken",
        "[1]",
        "\"a bridge\"",
        "42",
        "[{\"prompt\":\"x\"}]",
        "{\"prompt\":\"x\"}\n{\"prompt\":\"y\"}",
        "eyJwcm9tcHQiOiJ4In0=",
        "7b:22:70:22:3a:31:7d",
        "{\"s3BucketName\":\"b\",\"s3Key\":\"k\"}",
        "{\"Type\":\"Notification\",\"Message\":\"[1]\"}",
        "{\"prompt\":\"x\",\"id\":\"not an id\"}",
        "{\"schema\":2,\"id\":\"a\",\"reason\":\"NEW\",\"message\":{\"body\":\"x\"}}",
        "{\"schema\":1,\"id\":\"a\",\"reason\":\"QUOTA\",\"message\":{}}",
        "{\"schema\":1,\"id\":\"a\",\"reason\":\"QUOTA\",\"message\":{\"stored\":{\"key\":\"a\"}}}",
        "{\"schema\":1,\"id\":\"a\",\"reason\":\"QUOTA\",\"message\":{\"stored\":{\"sha256\":\"../b\"}}}",
        "{\"schema\":1,\"id\":\"a b\",\"reason\":\"QUOTA\",\"message\":{\"body\":\"x\"}}",
        "{\"schema\":1,\"id\":\"a\",\"reason\":\"QUOTA\",\"message\":{\"body\":\"x\",\"attributes\":{\"n\":{\"type\":\"Binary\",\"value\":\"%%\"}}}}"
      })
  void what_is_not_ours_is_foreign_and_says_why(String body) {
    DeadLetter letter = read(body);

    assertThat(letter.isForeign()).isTrue();
    assertThat(letter.id()).isNull();
    assertThat(letter.detail()).isNotBlank();
    assertThat(letter.body()).isEqualTo(body);
  }

  /** The next version, or another catalogue, may accept it. */
  @Test
  void text_that_can_not_be_used_as_it_is_was_still_moved_by_sqs() {
    for (String text : new String[] {"too long ".repeat(2_000), "\u0007", " "}) {
      assertThat(read(text).reason()).isEqualTo("RECEIVE_LIMIT");
      assertThat(read(text).id()).isEqualTo(MESSAGE_ID);
    }
  }

  @Test
  void a_newer_envelope_is_named_as_that() {
    assertThat(read(ENVELOPE.replace("\"schema\":1", "\"schema\":2")).detail())
        .isEqualTo("The envelope has schema 2; this version reads 1.");
  }

  private DeadLetter read(String body) {
    return reader.read(Message.builder().messageId(MESSAGE_ID).body(body).build());
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .numeric()
        .withChars('-', '_')
        .ofMinLength(1)
        .ofMaxLength(128);
  }

  /** Everything but halves of surrogate pairs, which SQS does not take. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange('\u0020', '\ud7ff').ofMaxLength(60),
        Arbitraries.of(
            "",
            " ",
            "{",
            "{\"prompt\":\"x\"}",
            "{\"prompt\":\"x\",\"id\":\"y\"}",
            "\ufeffx",
            "\ufeff {\"prompt\":\"x\"}",
            "🏔 \"\\\n\t"));
  }

  @Provide
  Arbitrary<Map<String, MessageAttributeValue>> attributes() {
    Arbitrary<String> names =
        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20);
    Arbitrary<MessageAttributeValue> texts =
        Combinators.combine(
                Arbitraries.of("String", "String.locale", "Number", "Number.int", "Binaryish"),
                texts())
            .as(
                (type, value) ->
                    MessageAttributeValue.builder().dataType(type).stringValue(value).build());
    Arbitrary<MessageAttributeValue> bytes =
        Combinators.combine(
                Arbitraries.of("Binary", "Binary.png"),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
            .as(
                (type, value) ->
                    MessageAttributeValue.builder()
                        .dataType(type)
                        .binaryValue(SdkBytes.fromByteArray(value))
                        .build());
    return Arbitraries.maps(names, Arbitraries.oneOf(texts, bytes)).ofMaxSize(10);
  }

  @Property(tries = 300)
  void what_is_sent_again_is_the_same_prompt_under_the_same_id(
      @ForAll("texts") String body, @ForAll("ids") String id) {
    PromptReader prompts = new PromptReader(10_000);
    PromptReader.Request before;
    try {
      before = prompts.fromMessage(body);
    } catch (InvalidPromptException e) {
      return;
    }
    DeadLetter letter = letter(before.id().orElse(id), body);

    RedrivenBody again = RedrivenBody.of(letter);

    PromptReader.Request after = prompts.fromMessage(again.text());
    assertThat(again.keepsId()).isTrue();
    assertThat(after.id()).contains(letter.id());
    assertThat(after.prompt().fingerprint()).isEqualTo(before.prompt().fingerprint());
  }

  @Test
  void a_prompt_in_an_envelope_of_sns_or_eventbridge_is_sent_without_it() {
    PromptReader prompts = new PromptReader(10_000);
    for (String body :
        new String[] {
          "{\"Type\":\"Notification\",\"Message\":\"a lake\"}",
          "{\"Type\":\"Notification\",\"Message\":\"{\\\"prompt\\\":\\\"a lake\\\"}\"}",
          "{\"id\":\"event\",\"detail-type\":\"t\",\"detail\":{\"prompt\":\"a lake\"}}"
        }) {
      RedrivenBody again = RedrivenBody.of(letter("a-1", body));

      assertThat(again.keepsId()).isTrue();
      assertThat(prompts.fromMessage(again.text()).id()).contains("a-1");
      assertThat(prompts.fromMessage(again.text()).prompt().text()).isEqualTo("a lake");
    }
  }

  @Test
  void a_body_that_cannot_carry_the_id_is_sent_as_it_was() {
    for (String body :
        new String[] {
          "[{\"prompt\":\"a\"}]",
          "\"a\"",
          "eyJwcm9tcHQiOiJhIn0=",
          "{broken",
          "{\"id\":\"not an id\"}",
          "{\"a\":1,\"a\":2}",
          "{} x",
          "{\"id\":1,\"prompt\":\"a\"}"
        }) {
      RedrivenBody again = RedrivenBody.of(letter("a-1", body));

      assertThat(again.text()).isEqualTo(body);
      assertThat(again.keepsId()).isFalse();
    }
  }

  @Test
  void an_object_keeps_its_fields_and_its_numbers() {
    String body =
        "{\"seed\":1.50,\"prompt\":\"x\",\"big\":123456789012345678901234567890,\"id\":null}";

    assertThat(RedrivenBody.of(letter("a-1", body)).text())
        .isEqualTo(
            "{\"id\":\"a-1\",\"seed\":1.50,\"prompt\":\"x\",\"big\":123456789012345678901234567890}");
  }

  private DeadLetter letter(String id, String body) {
    return new DeadLetter(
        Message.builder().messageId(UUID.randomUUID().toString()).body(body).build(),
        Origin.ENVELOPE,
        id,
        "CONTENT_BLOCKED",
        null,
        null,
        1,
        null,
        body,
        Map.of(),
        java.util.Optional.empty(),
        DeadLetter.Kept.WHOLE);
  }
}
