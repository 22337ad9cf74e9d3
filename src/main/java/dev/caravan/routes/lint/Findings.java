package dev.caravan.routes.lint;

import dev.caravan.routes.lint.source.SourceFile;
import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.List;

/** Collects the findings of all checks. */
public final class Findings {

  private final List<Finding> found = new ArrayList<>();

  public void add(Rule rule, Yaml where, String message, String hint) {
    add(rule, where.file(), where.line(), where.column(), message, hint);
  }

  public void add(Rule rule, SourceFile file, int line, int column, String message, String hint) {
    found.add(new Finding(rule, rule.severity(), file.path(), line, column, message, hint));
  }

  public void addAll(Findings others) {
    found.addAll(others.found);
  }

  public List<Finding> all() {
    return List.copyOf(found);
  }
}
