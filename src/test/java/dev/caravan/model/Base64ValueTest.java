package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64ValueTest {

  private static final JsonFactory JSON = new JsonFactory();

  /** Its base64 has a slash, which JSON may write with a backslash before it. */
  private static final byte[] SLASHES = {-1, -1, -1, 1, 2};

  @Property
  void what_was_encoded_comes_back_and_the_parser_goes_on(
      @ForAll @Size(max = 400) byte[] bytes, @ForAll boolean spaced) throws IOException {
    String space = spaced ? " \n\t" : "";
    String text = Base64.getEncoder().encodeToString(bytes);

    Read read = read(("[\"" + text + "\"" + space + "," + space + "\"next\"]"));

    assertThat(read.bytes()).isEqualTo(bytes);
    assertThat(read.next()).isEqualTo(JsonToken.VALUE_STRING);
  }

  @Test
  void an_escaped_slash_is_a_slash() throws IOException {
    String text = Base64.getEncoder().encodeToString(SLASHES).replace("/", "\\/");

    assertThat(text).contains("\\/");
    assertThat(read("[\"" + text + "\"]").bytes()).isEqualTo(SLASHES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE"})
  void every_encoding_that_json_may_have_is_read(String encoding) throws IOException {
    String text = "[\"" + Base64.getEncoder().encodeToString(SLASHES) + "\"]";

    assertThat(read(text.getBytes(Charset.forName(encoding))).bytes()).isEqualTo(SLASHES);
  }

  @Test
  void a_byte_order_mark_moves_nothing() throws IOException {
    String text = "\uFEFF[\"" + Base64.getEncoder().encodeToString(SLASHES) + "\"]";

    assertThat(read(text).bytes()).isEqualTo(SLASHES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAA", "AAAA=", "AA*A", "AAA\u00e4", "A", "===="})
  void what_is_not_base64_is_refused(String text) {
    assertThatThrownBy(() -> read("[\"" + text + "\"]"))
        .isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"AAAA", "[\"AAAA\"", "[\"AAAA\\", "[\"AAAA\" \"AAAA\"]"})
  void a_document_that_ends_or_breaks_is_refused(String document) {
    assertThatThrownBy(() -> read(document)).isInstanceOf(JsonProcessingException.class);
  }

  private record Read(byte[] bytes, JsonToken next) {}

  private static Read read(String document) throws IOException {
    return read(document.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the first value of an array. */
  private static Read read(byte[] document) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      parser.nextToken();
      parser.nextToken();
      return new Read(Base64Value.read(JSON, parser, document), parser.currentToken());
    }
  }
}
