package dev.caravan.generation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text that may be base64 or base64url, encoded once or several times, with or without padding,
 * line breaks and the start of a data URL.
 */
record Base64Text(String text) {

  private static final Pattern DATA_URL = Pattern.compile("(?i)^data:[^,]{0,200};base64,");
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/_-]+={0,2}");

  /** Without padding, shorter text may be a word: {@code Mg} is the base64 of the number 2. */
  private static final int SHORTEST_UNPADDED = 8;

  private static final int MOST_TIMES = 4;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** The JSON value in it; empty if the text is not the base64 of a JSON value. */
  Optional<JsonNode> json() {
    return json(text, MOST_TIMES);
  }

  private static Optional<JsonNode> json(String text, int times) {
    String encoded = DATA_URL.matcher(text).replaceFirst("").replaceAll("\\s", "");
    boolean padded = encoded.endsWith("=");
    if (times == 0
        || !padded && encoded.length() < SHORTEST_UNPADDED
        || !FORM.matcher(encoded).matches()) {
      return Optional.empty();
    }
    byte[] decoded;
    try {
      String digits = encoded.replaceAll("=+$", "").replace('-', '+').replace('_', '/');
      decoded = Base64.getDecoder().decode(digits);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    Optional<JsonNode> json = json(decoded);
    return json.isPresent() ? json : json(new String(decoded, StandardCharsets.UTF_8), times - 1);
  }

  private static Optional<JsonNode> json(byte[] decoded) {
    try {
      // Jackson detects UTF-8, UTF-16 and UTF-32, with and without a byte order mark.
      return Optional.of(JSON.readTree(decoded)).filter(value -> !value.isMissingNode());
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
