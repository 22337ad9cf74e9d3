package dev.caravan.generation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text that may be JSON in percent-encoding, as of a form or a URL, or JSON or compressed data in
 * hexadecimal code.
 */
record CodedText(String text) {

  private static final Pattern PERCENT =
      Pattern.compile("([A-Za-z_]{1,40}=)?(%(7B|5B|22)[^\\s]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern HEX = Pattern.compile("(0x)?((?:[0-9A-Fa-f]{2}){4,})");

  /** What the text is, such as "percent-encoded JSON"; empty if it is neither. */
  Optional<String> name() {
    var percent = PERCENT.matcher(text);
    if (percent.matches()) {
      return isJson(fromPercent(percent.group(2)))
          ? Optional.of("percent-encoded JSON")
          : Optional.empty();
    }
    var hex = HEX.matcher(text.replaceAll("\\s", ""));
    if (!hex.matches()) {
      return Optional.empty();
    }
    byte[] decoded = HexFormat.of().parseHex(hex.group(2));
    if (isJson(new String(decoded, StandardCharsets.UTF_8))) {
      return Optional.of("hexadecimal code of JSON");
    }
    // A number in hexadecimal code may be any word of digits.
    return new DecodedBytes(decoded, 2)
        .name()
        .filter(name -> !name.startsWith("a JSON "))
        .map("hexadecimal code of "::concat);
  }

  private static boolean isJson(String decoded) {
    String stripped = MessageBody.bare(decoded).strip();
    // A number in hexadecimal code may be any word of digits.
    return (stripped.startsWith("{") || stripped.startsWith("[") || stripped.startsWith("\""))
        && (new PromptJson(stripped).find().isPresent() || new JsonSequence(stripped).isFound());
  }

  private static String fromPercent(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
