package dev.caravan.generation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The encodings of bytes as text in which senders put JSON. */
enum TextCode {

  /** As in a form, a URL or a data URL. */
  PERCENT("percent-encoding") {
    private static final Pattern FORM =
        Pattern.compile("(?is)(?:[a-z_]{1,40}=|data:[^,]{0,200},)?(.*%[0-9a-f]{2}.*)");

    @Override
    byte[] decode(String text) {
      if (text.indexOf('%') < 0) {
        return NOTHING;
      }
      Matcher form = FORM.matcher(text);
      return form.matches()
          ? URLDecoder.decode(form.group(1), StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8)
          : NOTHING;
    }
  },

  /** Such as {@code 7b22}, {@code 7b:22}, {@code 0x7b, 0x22} and {@code \x7b\x22}. */
  HEXADECIMAL("hexadecimal code") {
    private static final Pattern BETWEEN = Pattern.compile("(?i)0?x|u\\+?00|[\\p{Punct}\\s]");

    /** Shorter text may be prose: {@code 7B, 7D} is the code of an empty object. */
    private static final int SHORTEST = 4;

    @Override
    byte[] decode(String text) {
      // A letter that is no digit and in no prefix: nearly all prose has one.
      if (text.chars().anyMatch(at -> at > 'f' && at != 'x' && at != 'u' && at < '{')) {
        return NOTHING;
      }
      byte[] decoded = HexFormat.of().parseHex(BETWEEN.matcher(text).replaceAll(""));
      return decoded.length < SHORTEST ? NOTHING : decoded;
    }
  },

  /** Also base64url, without padding, with line breaks, and as a data URL. */
  BASE64("base64") {
    private static final Pattern AROUND = Pattern.compile("(?i)^data:[^,]{0,200};base64,|\\s");

    /** The decoder would throw an exception, which takes far longer. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/_-]*={0,2}");

    /** Without padding, shorter text may be a word: {@code Mg} is the base64 of the number 2. */
    private static final int SHORTEST_UNPADDED = 8;

    @Override
    byte[] decode(String text) {
      String encoded = AROUND.matcher(text).replaceAll("");
      if (!encoded.endsWith("=") && encoded.length() < SHORTEST_UNPADDED) {
        return NOTHING;
      }
      if (!FORM.matcher(encoded).matches()) {
        return NOTHING;
      }
      String digits = encoded.replaceFirst("={1,2}$", "").replace('-', '+').replace('_', '/');
      return Base64.getDecoder().decode(digits);
    }
  };

  private static final byte[] NOTHING = {};
  private static final Pattern LETTERS = Pattern.compile("[\\p{Alpha}\\s]*");

  private static final int MOST_ENCODINGS = 4;

  private final String title;

  TextCode(String title) {
    this.title = title;
  }

  /**
   * What the text is, such as "base64 of a JSON object" or "hexadecimal code of gzip data"; empty
   * if no encodings of the text lead to JSON or to compressed data.
   */
  static Optional<String> nameOf(String text) {
    return nameOf(text, MOST_ENCODINGS);
  }

  /**
   * @param depth how many encodings may be inside one another
   */
  static Optional<String> nameOf(String text, int depth) {
    return depth <= 0
        ? Optional.empty()
        : Arrays.stream(values()).flatMap(code -> code.name(text, depth).stream()).findFirst();
  }

  private Optional<String> name(String text, int depth) {
    try {
      byte[] decoded = decode(text);
      if (decoded.length == 0) {
        return Optional.empty();
      }
      return new DecodedBytes(decoded, depth - 1)
          .name()
          .filter(what -> isMeant(what, text))
          // The same encoding twice is named once.
          .map(what -> what.startsWith(title) ? what : title + " of " + what);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Some prose leads to a single JSON value by chance: {@code 5%20} to a number, and a long word of
   * letters to a string in quotes.
   */
  private boolean isMeant(String what, String text) {
    if (this == BASE64) {
      return !what.matches("a JSON (string|number|boolean|null)")
          || !LETTERS.matcher(text).matches();
    }
    return !what.matches("a JSON (number|boolean|null)");
  }

  /**
   * @return nothing if the text is not in this encoding
   * @throws IllegalArgumentException also then
   */
  abstract byte[] decode(String text);
}
