package dev.caravan.local.bedrock.rule;

/**
 * The usual answer, made larger.
 *
 * @param bytes about the length of the answer's body
 */
public record Large(int bytes) implements Action {

  static final String ACTION = "large";

  @Override
  public String action() {
    return ACTION;
  }
}
