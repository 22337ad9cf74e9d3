package dev.caravan.it.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One recipe of {@code docs/routes.md}.
 *
 * @param file the route file that the recipe changes
 * @param change the lines of its diff
 * @param testFile the file for its test
 * @param test the content of that file
 */
record Recipe(String title, String file, List<String> change, String testFile, String test) {

  private static final Path PAGE = Path.of("docs/routes.md");
  private static final Pattern SECTION =
      Pattern.compile("^### (.+?)\n(.*?)(?=^### |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern DIFF =
      Pattern.compile(
          "^```diff\n\\+\\+\\+ (routes/\\S+)\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern TEST =
      Pattern.compile(
          "^```yaml\n# (routes/tests/\\S+)\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  /** All of them, in the page's order. */
  static List<Recipe> all() throws IOException {
    Matcher section = SECTION.matcher(Files.readString(PAGE));
    List<Recipe> recipes = new ArrayList<>();
    while (section.find()) {
      Matcher diff = find(DIFF, section.group(2), section.group(1));
      Matcher test = find(TEST, section.group(2), section.group(1));
      recipes.add(
          new Recipe(
              section.group(1),
              diff.group(1),
              diff.group(2).lines().toList(),
              test.group(1),
              test.group(2)));
    }
    return recipes;
  }

  private static Matcher find(Pattern block, String text, String title) {
    Matcher found = block.matcher(text);
    if (!found.find()) {
      throw new AssertionError("\"" + title + "\" in " + PAGE + " lacks its change or its test");
    }
    return found;
  }

  /** Makes the change in a folder that has a copy of {@code routes}, and puts the test there. */
  void applyTo(Path folder) throws IOException {
    Path changed = folder.resolve(file);
    String text = Files.readString(changed);
    String before = side('-');
    int at = text.indexOf(before);
    if (at < 0 || text.indexOf(before, at + 1) >= 0) {
      throw new AssertionError(
          "\"" + title + "\": these lines must occur once in " + file + ":\n" + before);
    }
    Files.writeString(
        changed, text.substring(0, at) + side('+') + text.substring(at + before.length()));
    Files.writeString(folder.resolve(testFile), test);
  }

  /** The lines of one side of the diff. Lines of both sides begin with a space. */
  private String side(char sign) {
    StringBuilder lines = new StringBuilder();
    for (String line : change) {
      if (line.isBlank()) {
        lines.append('\n');
      } else if (line.charAt(0) == sign || line.charAt(0) == ' ') {
        lines.append(line.substring(1)).append('\n');
      }
    }
    return lines.toString();
  }

  @Override
  public String toString() {
    return title;
  }
}
