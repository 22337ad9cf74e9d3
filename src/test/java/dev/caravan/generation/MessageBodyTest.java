package dev.caravan.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBodyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROMPT = "{\"prompt\":\"a grey heron at low tide\"}";

  private final PromptReader reader = new PromptReader(10_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // body | type
        "[{\"prompt\":\"a red kite\"},{\"prompt\":\"a black kite\"}] | array",
        "[\"a red kite\", \"a black kite\"] | array",
        "[] | array",
        "[[]] | array",
        "[1, 2] | array",
        "[{\"a\":1,\"a\":2}] | array",
        "\"a lake\" | string",
        "\"{\\\"prompt\\\":\\\"a lake\\\"}\" | string",
        "\"\" | string",
        "42 | number",
        "-1.5e3 | number",
        "0 | number",
        "true | boolean",
        "false | boolean",
        "null | null",
      })
  void json_that_is_no_object_is_refused_with_its_type(String body, String type) {
    for (String around : new String[] {"", " ", "\n", "\uFEFF", "\u00A0", "\u200B"}) {
      refused(around + body + "\n", "The body is a JSON " + type + "; send one prompt per message");
    }
    refused(sns(body), "The body is a JSON " + type);
  }

  @Test
  void json_that_is_too_deep_or_too_long_to_read_is_refused() {
    refused("[".repeat(20_000), "more than 1,000 levels");
    refused("[".repeat(20_000) + "]".repeat(20_000), "more than 1,000 levels");
    refused("{\"a\":".repeat(20_000), "more than 1,000 levels");
    refused("1".repeat(5_000), "a number of more than 1,000 digits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\"]\n[\"b\"]",
        "[\"a\"]\r\n\r\n[\"b\"]\r\n",
        "[\"a\"] [\"b\"]",
        "[\"a\"][\"b\"]",
        "[\"a\"],[\"b\"]",
        "[\"a\"],\n[\"b\"],",
        "[\"a\"]\n{\"prompt\":\"b\"}\n\"c\"",
        "\"a lake\"\n\"a house\"",
        "1\n2\n3",
        "null\n[]",
        "{\"prompt\":\"a red kite\"}\n{\"prompt\":\"a black kite\"}",
        "{\"prompt\":\"a red kite\"}{\"prompt\":\"a black kite\"}",
        "{\"prompt\":\"a red kite\"}, {\"prompt\":\"a black kite\"}",
        "{\"prompt\":\"a red kite\"}\n[]"
      })
  void several_json_values_are_refused_as_that(String body) {
    for (String around : new String[] {"", " ", "\n", "\uFEFF"}) {
      refused(around + body + "\n", "The body is several JSON values; send one prompt per message");
    }
    refused(sns(body), "The body is several JSON values");
    refused(base64(body, StandardCharsets.UTF_8), "The body is base64 of several JSON values");
    refused(hex(utf8(body)), "The body is hexadecimal code of ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"LOVE\" \"HATE\"",
        "\"LOVE\", \"HATE\"",
        "3, 2, 1",
        "12 34",
        "[photo] a heron in the mist",
        "\"heron\" in the mist",
        "[\"a\"]\n[\"b\"]\nand a heron",
        "\"Come here,\" she said.\n\"No.\"",
        "[a]\n[b]",
        "1. a lake\n2. a house",
        "true love",
        "null and void\nnull"
      })
  void text_of_which_only_a_part_is_json_is_a_prompt(String body) {
    assertThat(reader.fromMessage(body).prompt()).isEqualTo(Prompt.of(body));
  }

  /** How senders compress a message, by the name of the format. */
  enum Packing {
    GZIP {
      @Override
      byte[] pack(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(content);
        }
        return out.toByteArray();
      }
    },
    ZLIB {
      @Override
      byte[] pack(byte[] content) throws IOException {
        return deflated(content, new Deflater());
      }
    },
    DEFLATE {
      @Override
      byte[] pack(byte[] content) throws IOException {
        return deflated(content, new Deflater(Deflater.BEST_COMPRESSION, true));
      }
    };

    abstract byte[] pack(byte[] content) throws IOException;

    static byte[] deflated(byte[] content, Deflater how) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream deflate = new DeflaterOutputStream(out, how)) {
        deflate.write(content);
      }
      return out.toByteArray();
    }
  }

  @ParameterizedTest
  @EnumSource
  void compressed_json_is_refused_by_name(Packing packing) throws IOException {
    String name = packing.name().toLowerCase(Locale.ROOT);
    for (String json :
        new String[] {
          PROMPT, "[1, 2, 3]", "[1]\n[2]", "[{\"prompt\":\"a red kite\"}]", "\uFEFF" + PROMPT
        }) {
      byte[] packed = packing.pack(utf8(json));
      for (String body :
          new String[] {
            Base64.getEncoder().encodeToString(packed),
            Base64.getUrlEncoder().withoutPadding().encodeToString(packed),
            Base64.getMimeEncoder(20, "\r\n".getBytes()).encodeToString(packed),
            "data:application/gzip;base64," + Base64.getEncoder().encodeToString(packed),
            base64(Base64.getEncoder().encodeToString(packed), StandardCharsets.UTF_8)
          }) {
        refused(body, "The body is base64 of " + name + " of ");
        refused(sns(body), "The body is base64 of " + name + " of ");
      }
      refused(hex(packed), "The body is hexadecimal code of " + name + " of ");
    }
    String twice = Base64.getEncoder().encodeToString(packing.pack(packing.pack(utf8(PROMPT))));
    refused(twice, "The body is base64 of %s of %s of a JSON object".formatted(name, name));
    String inside = base64(PROMPT, StandardCharsets.UTF_8);
    refused(
        Base64.getEncoder().encodeToString(packing.pack(utf8(inside))),
        "The body is base64 of " + name + " of base64 of a JSON object");
  }

  @Test
  void compressed_data_is_refused_whatever_it_contains() throws IOException {
    byte[] prose = utf8("a grey heron at low tide");
    refused(Base64.getEncoder().encodeToString(Packing.GZIP.pack(prose)), "base64 of gzip data");
    refused(Base64.getEncoder().encodeToString(Packing.ZLIB.pack(prose)), "base64 of zlib data");
    byte[] cut = Arrays.copyOf(Packing.GZIP.pack(utf8(PROMPT)), 30);
    refused(Base64.getEncoder().encodeToString(cut), "base64 of gzip data");
    // It would become as large as the memory.
    byte[] bomb = new byte[50_000_000];
    for (Packing packing : Packing.values()) {
      refused(Base64.getEncoder().encodeToString(packing.pack(bomb)), " data; send it without");
    }
  }

  @Property(tries = 2_000)
  void words_are_never_taken_for_an_encoding(
      @ForAll @AlphaChars @StringLength(min = 1, max = 40) String word) {
    assertThat(MessageBody.of(word).text()).isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IjzzdycsrKOseaRKIh", "DCAcDCAcDCAcIiBAIg", "ImEgcmVkIGtpdGUi"})
  void a_long_word_is_no_encoding_of_a_string(String word) {
    assertThat(MessageBody.of(word).text()).isEqualTo(word);
  }

  /** Words of the digits of hexadecimal code, between characters that separate such digits. */
  @Property(tries = 2_000)
  void words_of_few_letters_are_never_taken_for_an_encoding(
      @ForAll @Size(min = 1, max = 6)
          List<@CharRange(from = 'a', to = 'f') @StringLength(min = 1, max = 8) String> words,
      @ForAll("separators") String between) {
    String text = String.join(between, words);

    assertThat(MessageBody.of(text).text()).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(" ", ":", ", ", "-", "\n", " % ", "%", "\\x", " 0x", "=", "/");
  }

  static Stream<String> encoded() {
    return Stream.of(
            PROMPT,
            "{\"prompt\":\"a grey heron at low tide\",\"model\":\"amazon.nova-lite-v1:0\"}",
            "{\"prompt\":\"??>>~~\u00ff\u00fe\"}",
            " {\n  \"prompt\": \"a lake\"\n}\n",
            "\uFEFF" + PROMPT,
            "{}",
            "[]",
            "[{\"prompt\":\"a red kite\"}]",
            "\"a lake, quoted\"",
            "12345678",
            "true")
        .flatMap(
            json ->
                Stream.of(
                    base64(json, StandardCharsets.UTF_8),
                    base64(json.replace("\uFEFF", ""), StandardCharsets.UTF_16),
                    base64(json, StandardCharsets.UTF_16LE),
                    base64("\uFEFF" + json, StandardCharsets.UTF_16),
                    base64("\uFEFF\uFEFF" + json, StandardCharsets.UTF_16LE),
                    base64("\uFEFF" + json, Charset.forName("UTF-32BE")),
                    Base64.getMimeEncoder(20, "\r\n".getBytes()).encodeToString(utf8(json)),
                    Base64.getUrlEncoder().encodeToString(utf8(json)),
                    base64(base64(json, StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                    "data:application/json;charset=utf-8;base64,"
                        + base64(json, StandardCharsets.UTF_8)))
        .filter(text -> text.endsWith("=") || text.length() >= 8);
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void base64_of_json_is_refused_by_name(String body) {
    refused(body, "The body is base64 of a JSON ");
    refused(" " + body + "\n", "The body is base64 of a JSON ");
    refused(sns(body), "The body is base64 of a JSON ");
  }

  /** An encoding that senders put around JSON, by its name. */
  enum Around {
    BASE64("base64") {
      @Override
      String encode(String text) {
        return base64(text, StandardCharsets.UTF_8);
      }
    },
    HEX("hexadecimal code") {
      @Override
      String encode(String text) {
        return HexFormat.ofDelimiter(":").formatHex(utf8(text));
      }
    },
    PERCENT("percent-encoding") {
      @Override
      String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
      }
    };

    final String title;

    Around(String title) {
      this.title = title;
    }

    abstract String encode(String text);
  }

  @Property
  void encodings_inside_one_another_are_refused_by_name(
      @ForAll @Size(min = 1, max = 4) List<Around> encodings,
      @ForAll("containers") Map.Entry<String, String> json) {
    String body = json.getKey();
    String name = json.getValue();
    for (Around encoding : encodings) {
      String encoded = encoding.encode(body);
      // Percent-encoding leaves some text as it is.
      if (!encoded.equals(body) && !name.startsWith(encoding.title)) {
        name = encoding.title + " of " + name;
      }
      body = encoded;
    }

    refused(body, "The body is " + name + "; send it without the encoding.");
    refused(sns(body), "The body is " + name + "; send it without the encoding.");
  }

  @Provide
  Arbitrary<Map.Entry<String, String>> containers() {
    return Arbitraries.of(
        Map.entry(PROMPT, "a JSON object"),
        Map.entry("{\"prompt\":\"??>>~~\u00ff\u00fe 100 %\"}", "a JSON object"),
        Map.entry("[1, 2]", "a JSON array"),
        Map.entry("[1]\n[2]", "several JSON values"));
  }

  @Test
  void encoded_json_that_is_too_deep_to_read_is_refused() {
    refused(base64("[".repeat(20_000), StandardCharsets.UTF_8), "more than 1,000 levels");
    refused(hex(utf8("{\"a\":".repeat(20_000))), "more than 1,000 levels");
  }

  @ParameterizedTest
  @ValueSource(strings = {PROMPT, "[{\"prompt\":\"a red kite\"}]", "{\"prompt\":\"a\"}"})
  void padding_may_be_missing(String json) {
    refused(
        Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(json)), "base64 of a JSON ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"software.amazon.payloadoffloading.PayloadS3Pointer\","
            + "{\"s3BucketName\":\"heron-payloads\",\"s3Key\":\"0b5d0f2e\"}]",
        "[\"com.amazon.sqs.javamessaging.MessageS3Pointer\","
            + "{\"s3BucketName\":\"heron-payloads\",\"s3Key\":\"0b5d0f2e\"}]",
        "[ \"software.amazon.payloadoffloading.PayloadS3Pointer\" , {} ]",
        "[\"com.example.Pointer\",{\"s3Key\":\"k\",\"s3BucketName\":\"b\"}]",
        "{\"s3BucketName\":\"heron-payloads\",\"s3Key\":\"0b5d0f2e\"}",
        "{\"S3Payload\":{\"Id\":\"1\",\"Bucket\":\"b\",\"Key\":\"k\"}}"
      })
  void a_pointer_of_the_extended_client_is_refused_by_name(String body) {
    refused(body, "pointer of the SQS extended client");
    refused("\uFEFF " + body, "pointer of the SQS extended client");
    refused(sns(body), "pointer of the SQS extended client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", " \n", "\u200B"})
  void an_sns_envelope_or_an_event_is_taken_off(String before) {
    for (String body :
        new String[] {
          PROMPT,
          sns(PROMPT),
          sns("a grey heron at low tide"),
          sns("\uFEFF" + PROMPT),
          "{\"Type\":\"Notification\",\"Message\":\"a grey heron at low tide\"}",
          event(PROMPT),
          event("\"a grey heron at low tide\""),
          sns(event(PROMPT)),
          event(sns(PROMPT)),
          sns(sns(PROMPT)),
          event(event(sns(sns(PROMPT))))
        }) {
      PromptReader.Request request = reader.fromMessage(before + body);

      assertThat(request.prompt()).isEqualTo(Prompt.of("a grey heron at low tide"));
      assertThat(request.id()).as("not that of the event or of SNS").isEmpty();
    }
  }

  @Test
  void every_field_of_a_prompt_in_an_envelope_counts() {
    String prompt =
        "{\"id\":\"mine-1\",\"prompt\":\"a\",\"model\":\"m\",\"seed\":9007199254740993.0}";

    for (String body : new String[] {sns(prompt), event(prompt), sns(event(prompt))}) {
      PromptReader.Request request = reader.fromMessage(body);

      assertThat(request.id()).contains("mine-1");
      assertThat(request.prompt())
          .isEqualTo(new Prompt("a", "m", null, 9_007_199_254_740_993L, null, null));
      assertThat(reader.idIn(body)).contains("mine-1");
    }
  }

  @Test
  void a_refused_prompt_in_an_event_is_not_looked_up_under_the_events_id() {
    assertThat(reader.idIn(event("{\"prompt\":5}"))).isEmpty();
    assertThat(reader.idIn(sns(event("{\"prompt\":5}")))).isEmpty();
    assertThat(reader.idIn(event("{\"id\":1,\"prompt\":\"a\"}"))).isEmpty();
    assertThat(reader.idIn(event("{\"id\":\"mine-1\",\"prompt\":5}"))).contains("mine-1");
    assertThat(reader.idIn(sns("[]"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // body | what the message says
        "{\"Type\":\"Notification\",\"Message\":{\"prompt\":\"a\"}} | The SNS envelope contains a JSON object",
        "{\"Type\":\"Notification\",\"Message\":null} | The SNS envelope contains a JSON null",
        "{\"Type\":\"Notification\",\"Message\":\"\"} | \"prompt\" is empty",
        "{\"Type\":\"Notification\",\"Message\":\"{\"} | not valid JSON",
        "{\"Type\":\"Notification\",\"Message\":\"{}\"} | There is no \"prompt\"",
        "{\"Type\":\"Notification\",\"Message\":\"a\",\"Message\":\"b\"} | the same field twice",
        "{\"Type\":\"SubscriptionConfirmation\",\"Message\":\"Confirm\"} | SubscriptionConfirmation of SNS",
        "{\"Type\":\"Other\",\"Message\":\"a\"} | unknown field \"Type\"",
        "{\"Type\":\"Notification\",\"Message\":\"a\",\"prompt\":\"b\"} | unknown field \"Type\"",
        "{\"detail-type\":\"t\",\"detail\":[]} | The EventBridge event contains a JSON array",
        "{\"detail-type\":\"t\",\"detail\":{}} | There is no \"prompt\"",
        "{\"detail-type\":\"t\",\"detail\":{\"bucket\":1}} | unknown field \"bucket\"",
        "{\"detail\":{\"prompt\":\"a\"}} | unknown field \"detail\"",
      })
  void an_envelope_without_a_usable_prompt_is_refused(String body, String says) {
    refused(body, says);
  }

  @Test
  void envelopes_without_end_are_refused() {
    String body = PROMPT;
    for (int at = 0; at < 9; at++) {
      body = event(body);
    }
    refused(body, "more than 8 envelopes");
  }

  private void refused(String body, String says) {
    assertThatThrownBy(() -> reader.fromMessage(body))
        .as(body.substring(0, Math.min(200, body.length())))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining(says);
  }

  private static String sns(String message) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("Type", "Notification");
    envelope.put("MessageId", "5f1f6c3e-0000-5d3b-8b7e-3a6a2f1f0c11");
    envelope.put("TopicArn", "arn:aws:sns:eu-west-1:123456789012:prompts");
    envelope.put("Message", message);
    envelope.put("Timestamp", "2026-11-24T02:03:59.220Z");
    envelope.put("SignatureVersion", "1");
    envelope.putObject("MessageAttributes");
    return envelope.toString();
  }

  private static String event(String detail) {
    return """
        {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"Prompt",
         "source":"com.example","account":"123456789012","time":"2026-11-24T02:03:59Z",
         "region":"eu-west-1","resources":[],"detail":"""
        + detail
        + "}";
  }

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%7B%22prompt%22%3A%22a%20heron%22%7D",
        "body=%7b%22prompt%22%3a%22a+heron%22%7d",
        "data:application/json,%7B%22prompt%22%3A%22a%22%7D",
        "[%22a%20heron%22]",
        "%5B1%2C2%5D",
        "%255B1%252C2%255D"
      })
  void percent_encoding_of_json_is_refused_by_name(String body) {
    refused(body, "The body is percent-encoding of a JSON ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7b2261223a22227d",
        "7B2261223A22227D",
        "0x7b2261223a22227d",
        "7b 22 61 22 3a 31 7d",
        "7b22 6122 3a31 7d",
        "7b:22:61:22:3a:31:7d",
        "7B-22-61-22-3A-31-7D",
        "7b,22,61,22,3a,31,7d",
        "0x7b 0x22 0x61 0x22 0x3a 0x31 0x7d",
        "[0x7b, 0x22, 0x61, 0x22, 0x3a, 0x31, 0x7d]",
        "\\x7b\\x22\\x61\\x22\\x3a\\x31\\x7d",
        "\\u007b\\u0022\\u0061\\u0022\\u003a\\u0031\\u007d",
        "=7B=22=61=22=3A=31=7D",
        "x'7b2261223a22227d'"
      })
  void hexadecimal_code_of_json_is_refused_by_name(String body) {
    refused(body, "The body is hexadecimal code of a JSON object; send it without the encoding.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%7Ba heron}",
        "deadbeef",
        "100% wool",
        "100 % wool",
        "100%25 wool",
        "5%20",
        "0xCAFEBABE",
        "cafe babe",
        "cafe babe cafe",
        "face",
        "added",
        "a:b:c",
        "7B, 7D",
        "22.11.2022",
        "Zm9v",
        "Rome"
      })
  void text_that_only_looks_like_a_code_is_a_prompt(String body) {
    assertThat(MessageBody.of(body).object()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\":\"a\",\"seed\":1e9999999991}",
        "{\"prompt\":\"a\",\"seed\":-1e-9999999991}",
        "{\"Type\":\"Notification\",\"Message\":\"a\",\"n\":1e9999999991}",
        "[1e9999999991]"
      })
  void an_exponent_that_is_too_large_is_refused(String body) {
    assertThatThrownBy(() -> MessageBody.of(body)).isInstanceOf(InvalidPromptException.class);
  }
}
