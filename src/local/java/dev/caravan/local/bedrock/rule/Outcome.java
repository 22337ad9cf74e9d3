package dev.caravan.local.bedrock.rule;

/** How the model itself ends a call; each family of models has its own way of saying it. */
public enum Outcome implements Action {
  /** As it should; as a rule it is {@code slow}, and its latency is all that it does. */
  NORMAL("slow", ""),
  PROMPT_BLOCKED("block", "prompt"),
  INPUT_BLOCKED("block", "input"),
  OUTPUT_BLOCKED("block", "output"),
  /** Only some of several images are blocked. */
  SOME_BLOCKED("block", "some"),
  INFERENCE_ERROR("inferenceError", ""),
  /** A success without any result in it. */
  EMPTY("empty", ""),
  NOT_AN_IMAGE("wrongImage", "notAnImage"),
  /** A PNG where a JPEG was asked for, and the other way round. */
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
