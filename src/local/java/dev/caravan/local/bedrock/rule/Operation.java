package dev.caravan.local.bedrock.rule;

import java.util.Optional;
import java.util.stream.Stream;

/** An operation of Bedrock that the stand-in answers, with the last word of its path. */
public enum Operation {
  INVOKE("invoke"),
  CONVERSE("converse"),
  GET_FOUNDATION_MODEL("GetFoundationModel");

  private final String label;

  Operation(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  public static Optional<Operation> of(String label) {
    return Stream.of(values()).filter(o -> o.label.equals(label)).findFirst();
  }
}
