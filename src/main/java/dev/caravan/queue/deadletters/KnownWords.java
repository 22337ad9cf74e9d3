package dev.caravan.queue.deadletters;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The words that may stand somewhere, for messages that help with a mistyped one. */
public record KnownWords(Collection<String> words) {

  /** Words further apart than this are different words. */
  private static final int NEAR = 2;

  /** The end of a message about a word that is not among them. */
  public String hint(String given) {
    return words.stream()
        .min(Comparator.comparingInt(word -> distance(word, given)))
        .filter(word -> distance(word, given) <= NEAR)
        .map(word -> "; did you mean \"" + word + "\"?")
        .orElse("; known are " + String.join(", ", words) + ".");
  }

  /** Levenshtein's, over letters and digits alone and whatever their case. */
  private static int distance(String one, String other) {
    String a = fold(one);
    String b = fold(other);
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

  private static String fold(String word) {
    return word.replaceAll("[^\\p{L}\\p{Nd}]", "").toLowerCase(Locale.ROOT);
  }
}
