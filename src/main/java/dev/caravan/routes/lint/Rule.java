package dev.caravan.routes.lint;

/**
 * A kind of problem that lint looks for.
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
    TRAPS("Traps that lose messages or money"),
    BUILD("Building the routes");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** A rule about something that loses messages or money, or discloses secrets. */
  public static Rule trap(String id, String meaning) {
    return new Rule(id, Group.TRAPS, Severity.ERROR, meaning);
  }

  public Rule asWarning() {
    return new Rule(id, group, Severity.WARNING, meaning);
  }

  /** True if Camel can't build a route with such a finding. */
  public boolean breaksRoute() {
    return group != Group.TRAPS && severity == Severity.ERROR;
  }
}
