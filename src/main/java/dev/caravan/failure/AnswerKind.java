package dev.caravan.failure;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The kind of an answer: its error code and message, without the parts that differ from prompt to
 * prompt. Two answers are the same if their kinds are equal.
 */
public record AnswerKind(String text) {

  /** Quoted parts and parts in brackets usually repeat the request. */
  private static final Pattern QUOTED =
      Pattern.compile("\"[^\"]*\"|'[^']*'|`[^`]*`|\\[[^\\]]*]|\\{[^}]*}");

  /** Words with a digit are numbers, request ids or hashes. */
  private static final Pattern NUMBERS = Pattern.compile("\\S*\\d\\S*");

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** The kind of this exception's answer. */
  public static AnswerKind of(Throwable thrown) {
    Trouble trouble = Trouble.of(null, thrown);
    String message = trouble.message().toLowerCase(Locale.ROOT);
    message = QUOTED.matcher(message).replaceAll("…");
    message = NUMBERS.matcher(message).replaceAll("#");
    message = SPACES.matcher(message).replaceAll(" ").strip();
    return new AnswerKind(trouble.code() + ": " + message);
  }
}
