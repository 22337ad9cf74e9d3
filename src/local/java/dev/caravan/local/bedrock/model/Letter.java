package dev.caravan.local.bedrock.model;

import java.util.List;
import java.util.Random;

/** A few friendly sentences about a prompt; the same prompt always gets the same ones. */
record Letter(String prompt) {

  private static final int LONGEST_QUOTE = 120;
  private static final List<String> OPENINGS =
      List.of(
          "Here is what comes to mind when I read “%s”.",
          "“%s” is a lovely thing to be asked about.",
          "Let us stay with “%s” for a moment.",
          "“%s”: a good subject, and a generous one.");
  private static final List<String> MIDDLES =
      List.of(
          "I picture it in the first light of the day, when colours are still making up their minds"
              + " and every sound carries a long way.",
          "I would begin with the small details, the ones that are easy to walk past, because they"
              + " are what we remember afterwards.",
          "Seen from a distance it is simple; step closer and there is always one more thing worth"
              + " looking at.",
          "It has a quiet rhythm of its own, like a road between two towns that has been walked"
              + " for centuries.");
  private static final List<String> TURNS =
      List.of(
          "There is warmth in it, and a little mischief too.",
          "What surprises me is how much room it leaves for the reader.",
          "Somewhere a camel would nod in approval.",
          "It asks for patience and pays it back with interest.");
  private static final List<String> CLOSINGS =
      List.of(
          "If you like, ask me for a second look from another side.",
          "Tell me which part you would like to hear more about.",
          "That is my short answer; the long one would need an evening and some tea.",
          "I hope it helps you on your way.");

  String text() {
    Random random = new Random(prompt.hashCode());
    return String.join(
        " ",
        OPENINGS.get(random.nextInt(OPENINGS.size())).formatted(quote()),
        MIDDLES.get(random.nextInt(MIDDLES.size())),
        TURNS.get(random.nextInt(TURNS.size())),
        CLOSINGS.get(random.nextInt(CLOSINGS.size())));
  }

  private String quote() {
    String line = prompt.strip().replaceAll("\\s+", " ").replaceAll("[.!?]+$", "");
    if (line.codePointCount(0, line.length()) <= LONGEST_QUOTE) {
      return line.isEmpty() ? "a prompt without words" : line;
    }
    return line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)).strip() + "…";
  }
}
