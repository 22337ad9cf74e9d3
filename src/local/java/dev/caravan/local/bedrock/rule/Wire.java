package dev.caravan.local.bedrock.rule;

/** The model answers, but the answer is spoilt on its way. */
public enum Wire implements Action {
  /** The connection closes without an answer. */
  RESET("reset"),
  /** The headers promise the whole body, half of it comes, the connection closes. */
  TRUNCATE("truncate"),
  /** A success whose body is not JSON. */
  GARBAGE("garbage");

  private final String action;

  Wire(String action) {
    this.action = action;
  }

  @Override
  public String action() {
    return action;
  }
}
