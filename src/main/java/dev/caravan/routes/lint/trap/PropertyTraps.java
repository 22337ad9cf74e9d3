package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.source.SourceFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dangerous settings of Camel in a properties file. */
public final class PropertyTraps {

  static final Rule STATIC =
      Rule.trap(
          "static-files",
          "Camel's static files include the whole working directory and class path, even secrets.");
  static final Rule VIRTUAL =
      Rule.trap(
          "virtual-threads",
          "With virtual threads, the SQS consumer processes one message at a time.");
  static final Rule RELOAD =
      Rule.trap("camel-reload", "Camel's own reload stops all routes if one file is wrong.");

  private static final Map<String, Rule> KEYS =
      Map.of(
          "camel.server.staticenabled", STATIC,
          "camel.threads.virtual.enabled", VIRTUAL,
          "camel.main.routesreloadenabled", RELOAD);

  private static final Pattern TRUE = Pattern.compile("^\\s*([\\w.-]+)\\s*[=:]?\\s*true\\s*$");

  public static List<Rule> rules() {
    return List.of(STATIC, VIRTUAL, RELOAD);
  }

  public void check(SourceFile file, Findings findings) {
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      Matcher property = TRUE.matcher(lines.get(i));
      if (property.matches()) {
        String key = property.group(1).toLowerCase(Locale.ROOT).replace("-", "");
        if (KEYS.containsKey(key)) {
          findings.add(
              KEYS.get(key),
              file,
              i + 1,
              property.start(1) + 1,
              "`" + property.group(1) + "` is true. " + KEYS.get(key).meaning(),
              "Remove it. Its default is false.");
        }
      }
    }
  }
}
