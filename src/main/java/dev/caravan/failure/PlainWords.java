package dev.caravan.failure;

import java.util.regex.Pattern;

/** The first words of an answer that is not JSON, for example the HTML page of a proxy. */
record PlainWords(String answer) {

  /** Most characters of an answer that are looked at, and of the words. */
  private static final int READ = 4000;

  private static final int MOST = 120;

  private static final Pattern UNSEEN =
      Pattern.compile("(?is)<(script|style)\\b.*?</\\1\\s*>|<!--.*?-->|<[^>]*>");

  /** White space, control characters, and characters that change the direction of writing. */
  private static final Pattern GAPS = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  /** One line without markup; empty if there are no words. */
  String first() {
    String head = answer.substring(0, Math.min(READ, answer.length()));
    String words = GAPS.matcher(UNSEEN.matcher(head).replaceAll(" ")).replaceAll(" ").strip();
    return words.length() <= MOST ? words : words.substring(0, MOST).strip() + "…";
  }
}
