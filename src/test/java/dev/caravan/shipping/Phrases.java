package dev.caravan.shipping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The phrases in {@code plain-words.txt}, each with a better wording. */
record Phrases(List<Phrase> phrases, Pattern any) {

  /** A space in a phrase also matches a line break with the comment's or string's marks. */
  private static final String GAP = "[\\\\s*/#\"+]+";

  /** Where a phrase can begin: a word or a comma. It saves most comparisons. */
  private static final String BEGIN = "(?=,|\\b\\w)";

  /** One phrase as a regular expression, and what to write instead. */
  record Phrase(Pattern pattern, String better) {

    static Phrase of(String line) {
      String[] parts = line.split("\\s+->\\s+", 2);
      return new Phrase(compiled(parts[0]), parts[1].strip());
    }
  }

  /** Where a text has a phrase. */
  record Found(int line, String phrase, String better) {}

  static Phrases of(String list) {
    List<Phrase> phrases =
        list.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Phrase::of)
            .toList();
    return new Phrases(
        phrases,
        Pattern.compile(
            phrases.stream()
                .map(phrase -> phrase.pattern().pattern())
                .collect(Collectors.joining("|", BEGIN + "(?:", ")")),
            Pattern.CASE_INSENSITIVE));
  }

  List<Found> in(String text) {
    List<Found> found = new ArrayList<>();
    Matcher matcher = any.matcher(text);
    while (matcher.find()) {
      MatchResult match = matcher.toMatchResult();
      int line = 1 + (int) text.substring(0, match.start()).chars().filter(c -> c == '\n').count();
      found.add(
          new Found(line, match.group().replaceAll("[\\s*/#\"+]+", " "), better(text, match)));
    }
    return found;
  }

  private String better(String text, MatchResult match) {
    return phrases.stream()
        .filter(
            phrase ->
                phrase
                    .pattern()
                    .matcher(text)
                    .useTransparentBounds(true)
                    .region(match.start(), match.end())
                    .matches())
        .findFirst()
        .orElseThrow()
        .better();
  }

  private static Pattern compiled(String phrase) {
    String start = Character.isLetter(phrase.charAt(0)) || phrase.startsWith("(") ? "\\b" : "";
    String end = phrase.endsWith("]") ? "" : "\\b";
    return Pattern.compile(
        start + "(?:" + phrase.replaceAll(" +", GAP) + ")" + end, Pattern.CASE_INSENSITIVE);
  }
}
