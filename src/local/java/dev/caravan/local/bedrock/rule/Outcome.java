package dev.caravan.local.bedrock.rule;

/** How the model itself ends a call. Each family of models reports it in its own way. */
public enum Outcome implements Action {
  /** A normal answer. As a rule this is {@code slow}, which only adds latency. */
  NORMAL("slow", ""),
  PROMPT_BLOCKED("block", "prompt"),
  INPUT_BLOCKED("block", "input"),
  OUTPUT_BLOCKED("block", "output"),
  /** Some of several images are blocked. */
  SOME_BLOCKED("block", "some"),
  INFERENCE_ERROR("inferenceError", ""),
  /** A success without a result. */
  EMPTY("empty", ""),
  NOT_AN_IMAGE("wrongImage", "notAnImage"),
  /** A PNG if the request asked for a JPEG, and the other way round. */
  OTHER_FORMAT("wrongImage", "otherFormat");

  private final String action;
  private final String how;

  Outcome(String action, String how) {
    this.action = action;
    this.how = how;
  }

  @Override
  public String action() {
    return action;
  }

  @Override
  public String how() {
    return how;
  }
}
