package dev.caravan.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * The fields of an InvokeModel answer that Caravan uses. The first image is decoded from the
 * answer's bytes into one new array; a string or a tree would copy it several times more.
 *
 * @param image the first image's bytes; null if there is none
 * @param finishReason the first that is not null
 */
public record ImageAnswer(byte[] image, Long seed, String finishReason, String error) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              // An answer may have 25,000,000 bytes; Jackson's own limit for a string is lower.
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          // Only in UTF-8 does the parser know at which byte a token begins.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  /**
   * @throws ModelAnswerException if the answer is not the JSON object that image models return, or
   *     its image is not base64
   */
  static ImageAnswer parse(byte[] answer) {
    byte[] image = null;
    Long seed = null;
    String finishReason = null;
    String error = null;
    try (JsonParser parser = JSON.createParser(answer)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ModelAnswerException("The model's answer is not a JSON object.");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "images" -> image = firstImage(parser, answer);
          case "seeds" -> seed = firstNumber(parser);
          case "finish_reasons" -> finishReason = firstString(parser);
          case "error" ->
              error = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
          default -> parser.skipChildren();
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelAnswerException("The model's answer is not the JSON it should be.", e);
    }
    return new ImageAnswer(image, seed, finishReason, error);
  }

  boolean hasImage() {
    return image != null && image.length > 0;
  }

  Answer toAnswer() {
    if (!hasImage()) {
      throw new ModelAnswerException("The model answered without an image.");
    }
    return Answer.image(image, ImageBytes.contentType(image), seed);
  }

  private static byte[] firstImage(JsonParser parser, byte[] answer) throws IOException {
    byte[] first = null;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      parser.nextToken();
      while (parser.currentToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && (first == null || first.length == 0)) {
          first = decode(parser, answer);
        } else {
          parser.skipChildren();
          parser.nextToken();
        }
      }
    }
    return first;
  }

  /** Decodes the string that the parser is at, and moves the parser to the token after it. */
  private static byte[] decode(JsonParser parser, byte[] answer) throws IOException {
    int begin = offset(parser) + 1;
    parser.nextToken();
    int end = offset(parser) - 1;
    // Back over a comma and white space, to the closing quote.
    while (answer[end] != '"') {
      end--;
    }
    try {
      return decode(answer, begin, end);
    } catch (IllegalArgumentException e) {
      // JSON may escape the slash, which is a digit of base64.
      return decode(answer, begin, unescapeSlashes(answer, begin, end));
    }
  }

  private static byte[] decode(byte[] answer, int begin, int end) {
    return Base64.getDecoder().decode(ByteBuffer.wrap(answer, begin, end - begin)).array();
  }

  /**
   * Writes the slashes of a string without backslashes. It does so in place, because a copy would
   * need as much memory as the answer. The answer stays the same JSON.
   *
   * @param end the index of the closing quote
   * @return the new index of the closing quote; white space fills the rest
   */
  private static int unescapeSlashes(byte[] answer, int begin, int end) {
    int to = begin;
    for (int from = begin; from < end; from++) {
      boolean isEscape = answer[from] == '\\' && answer[from + 1] == '/';
      if (!isEscape) {
        answer[to++] = answer[from];
      }
    }
    if (to < end) {
      answer[to] = '"';
      Arrays.fill(answer, to + 1, end + 1, (byte) ' ');
    }
    return to;
  }

  /** The index of the first byte of the parser's token. */
  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static Long firstNumber(JsonParser parser) throws IOException {
    Long first = null;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && first == null) {
          first = parser.getLongValue();
        }
        parser.skipChildren();
      }
    }
    return first;
  }

  private static String firstString(JsonParser parser) throws IOException {
    String first = null;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_STRING && first == null) {
          first = parser.getText();
        }
        parser.skipChildren();
      }
    }
    return first;
  }
}
