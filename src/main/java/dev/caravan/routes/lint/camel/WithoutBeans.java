package dev.caravan.routes.lint.camel;

import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.List;

/**
 * Blanks the {@code beans:} of a route file, so that Camel creates none. All other lines keep their
 * line numbers.
 */
public final class WithoutBeans {

  private WithoutBeans() {}

  public static String of(Yaml root) {
    List<String> lines = new ArrayList<>(root.file().lines());
    List<Yaml> parts = root.items();
    boolean any = false;
    for (int i = 0; i < parts.size(); i++) {
      // The "- " precedes the item on the same line.
      int end = i + 1 < parts.size() ? parts.get(i + 1).line() - 1 : lines.size();
      if (parts.get(i).get("beans").isPresent()) {
        for (int line = parts.get(i).line() - 1; line < end; line++) {
          lines.set(line, "");
        }
      } else {
        any = true;
      }
    }
    return any ? String.join("\n", lines) : "";
  }
}
