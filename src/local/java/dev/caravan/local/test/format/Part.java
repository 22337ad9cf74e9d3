package dev.caravan.local.test.format;

import java.util.List;
import java.util.stream.Stream;

/** What can be expected of a step, each by its name in the file. */
public enum Part {
  /** Of the HTTP answer. */
  STATUS("status"),
  HEADERS("headers"),
  BODY("body"),
  /** The generation's record in S3. */
  RECORD("record"),
  /** Objects in S3 by their keys, in which {@code *} is any text. */
  OBJECTS("objects"),
  /** The generation's letter in the dead-letter queue. */
  DEAD_LETTER("deadLetter"),
  /** What became of the message: one of {@link #MESSAGE_STATES}. */
  MESSAGE("message"),
  /** How many calls of the model, or which. */
  MODEL_CALLS("modelCalls");

  public static final String DELETED = "deleted";
  public static final String GIVEN_BACK = "given-back";
  public static final List<String> MESSAGE_STATES = List.of(DELETED, GIVEN_BACK);

  private final String label;

  Part(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Only an HTTP request has it. */
  public boolean isOfTheAnswer() {
    return this == STATUS || this == HEADERS || this == BODY;
  }

  static List<String> labels() {
    return Stream.of(values()).map(Part::label).toList();
  }
}
