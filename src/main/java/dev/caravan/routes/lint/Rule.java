package dev.caravan.routes.lint;

/**
 * What lint looks for.
 *
 * @param id in kebab case, as {@code # lint:ignore} names it
 * @param meaning one sentence that says what is wrong
 */
public record Rule(String id, Group group, Severity severity, String meaning) {

  /** The headings of docs/lint.md. */
  public enum Group {
    YAML("YAML"),
    DSL("The route language"),
    ENDPOINTS("Endpoints"),
    REFERENCES("Names"),
    EXPRESSIONS("Expressions and placeholders"),
    CATALOGUE("The model catalogue"),
    TRAPS("Traps: what loses messages or money"),
    BUILD("The routes as a whole");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** One that loses messages or money, or tells what it should not. */
  public static Rule trap(String id, String meaning) {
    return new Rule(id, Group.TRAPS, Severity.ERROR, meaning);
  }

  public Rule asWarning() {
    return new Rule(id, group, Severity.WARNING, meaning);
  }

  /** A route with such a finding can't be built anyway. */
  public boolean breaksRoute() {
    return group != Group.TRAPS && severity == Severity.ERROR;
  }
}
