package dev.caravan.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words that are allowed somewhere, for messages about a mistyped one. */
public record KnownWords(Collection<String> words) {

  /** Hints do not list more words than this. */
  private static final int SHOWN = 24;

  /** The word that was probably meant; empty if none is similar enough. */
  public Optional<String> nearest(String given) {
    return words.stream()
        .filter(word -> !word.equals(given))
        .min(Comparator.comparingInt(word -> distance(word, given)))
        .filter(word -> distance(word, given) <= near(given));
  }

  /** "Did you mean …?" if a word is similar, otherwise the list of words. */
  public String hint(String given) {
    return nearest(given).map(word -> "Did you mean `" + word + "`?").orElseGet(this::listed);
  }

  /** ". Did you mean …?" for the end of a message that lists the words itself, or nothing. */
  public String question(String given) {
    return nearest(given).map(word -> ". Did you mean \"" + word + "\"?").orElse("");
  }

  /** The words in one sentence; empty if there are none, or too many. */
  public String listed() {
    return words.isEmpty() || words.size() > SHOWN
        ? ""
        : words.stream().sorted().collect(Collectors.joining(", ", "Available: ", "."));
  }

  /** Short words are close to each other by chance, so they allow fewer different letters. */
  private static int near(String word) {
    return fold(word).length() <= 4 ? 1 : fold(word).length() <= 12 ? 2 : 3;
  }

  /** The Levenshtein distance of the letters and digits, upper and lower case being equal. */
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
