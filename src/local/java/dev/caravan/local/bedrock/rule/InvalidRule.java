package dev.caravan.local.bedrock.rule;

/** A rule is not valid. The message names the field, what was found and what is allowed. */
public final class InvalidRule extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public InvalidRule(String message) {
    super(message);
  }
}
