package dev.caravan.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * The fields of an InvokeModel answer that matter, read in one pass: the first image is decoded
 * from base64 as it is read, without a tree and without a string of it.
 *
 * @param image the first image's bytes; null where there is none
 * @param finishReason the first that is not null
 */
record ImageAnswer(byte[] image, Long seed, String finishReason, String error) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              // An answer may have 25,000,000 bytes; Jackson's own bound for a string is less.
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * @throws ModelAnswerException where it is not the JSON object that image models answer
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
    } catch (IOException e) {
      throw new ModelAnswerException("The model's answer is not the JSON it should be.", e);
    }
    return new ImageAnswer(image, seed, finishReason, error);
  }

  Answer toAnswer() {
    if (image == null || image.length == 0) {
      throw new ModelAnswerException("The model answered without an image.");
    }
    return new Answer(image, ImageBytes.contentType(image), seed, null);
  }

  private static byte[] firstImage(JsonParser parser, byte[] answer) throws IOException {
    byte[] first = null;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      parser.nextToken();
      while (parser.currentToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && (first == null || first.length == 0)) {
          first = Base64Value.read(JSON, parser, answer);
        } else {
          parser.skipChildren();
          parser.nextToken();
        }
      }
    }
    return first;
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
