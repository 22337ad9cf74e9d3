package dev.caravan.local.bedrock.rule;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the known word that the user probably meant to type. */
public record Suggestion(Collection<String> known) {

  /** Words at this distance or more are different words. */
  private static final int FAR = 3;

  /** A question to append to a message, or an empty text. */
  public String question(String given) {
    return known.stream()
        .filter(word -> distance(word, given) < Math.min(FAR, Math.max(2, word.length())))
        .min(Comparator.comparingInt(word -> distance(word, given)))
        .map(word -> ". Did you mean \"" + word + "\"?")
        .orElse("");
  }

  /** The Levenshtein distance, without regard to case. */
  private int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
