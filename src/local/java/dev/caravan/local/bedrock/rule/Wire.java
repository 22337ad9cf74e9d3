package dev.caravan.local.bedrock.rule;

/** The model answers, but the answer is damaged on its way. */
public enum Wire implements Action {
  /** The connection closes without an answer. */
  RESET("reset"),
  /** The headers promise the whole body, but the connection closes after half of it. */
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
