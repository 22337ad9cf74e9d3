package dev.caravan.local.test.format;

import java.util.List;
import java.util.stream.Stream;

/** What a test can expect of a step, each part with its name in the file. */
public enum Part {
  /** Status, headers and body belong to the HTTP answer. */
  STATUS("status"),
  HEADERS("headers"),
  BODY("body"),
  /** The generation's record in S3. */
  RECORD("record"),
  /** Objects in S3 by key, in which {@code *} matches any text. */
  OBJECTS("objects"),
  /** The generation's letter in the dead-letter queue. */
  DEAD_LETTER("deadLetter"),
  /** What happened to the message: one of {@link #MESSAGE_STATES}. */
  MESSAGE("message"),
  /** The number of model calls, or the calls themselves. */
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

  /** Whether only a step with an HTTP request has this part. */
  public boolean isOfTheAnswer() {
    return this == STATUS || this == HEADERS || this == BODY;
  }

  static List<String> labels() {
    return Stream.of(values()).map(Part::label).toList();
  }
}
