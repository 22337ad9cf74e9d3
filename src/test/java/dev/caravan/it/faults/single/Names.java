package dev.caravan.it.faults.single;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;

/**
 * Which prompt a call is about. Some calls contain the prompt's word; others name the generation or
 * a receipt handle, which an earlier call connected with the word.
 */
final class Names {

  private final Map<String, String> wordOf = new ConcurrentHashMap<>();

  /** The words in a text, first one first. */
  static Set<String> wordsIn(String text) {
    Set<String> words = new LinkedHashSet<>();
    Matcher matcher = Cell.WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** Connects a generation's id or a receipt handle with the word in this text, if it has one. */
  void learn(String name, String text) {
    wordsIn(text).stream().findFirst().ifPresent(word -> wordOf.putIfAbsent(name, word));
  }

  void is(String name, String word) {
    wordOf.put(name, word);
  }

  /** The word of a generation or a receipt handle; null if it is unknown. */
  String of(String name) {
    return wordOf.get(name);
  }
}
