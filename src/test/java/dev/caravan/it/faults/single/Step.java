package dev.caravan.it.faults.single;

/** A call of a prompt's journey, by what it is for. */
enum Step {
  QUEUED(Aws.S3, "record `queued`"),
  LISTED(Aws.S3, "index entry"),
  SEND(Aws.SQS, "send"),
  SENT(Aws.S3, "record `queued`, sent"),
  RECEIVE(Aws.SQS, "receive"),
  READ(Aws.S3, "read of the record"),
  CLAIM(Aws.S3, "record `running`"),
  MODEL(Aws.BEDROCK, "model call"),
  RENEWAL(Aws.S3, "renewal of the claim"),
  EXTENSION(Aws.SQS, "extension"),
  RESULT(Aws.S3, "result"),
  DONE(Aws.S3, "record `done`"),
  DELETE(Aws.SQS, "delete"),
  // These calls belong to no journey without faults.
  FAILED(Aws.S3, "record `failed`"),
  RELEASED(Aws.S3, "release of the claim"),
  LOOK(Aws.S3, "look for a result"),
  GIVE_BACK(Aws.SQS, "give back"),
  DEAD_LETTER(Aws.SQS, "dead letter");

  private final Aws service;
  private final String text;

  Step(Aws service, String text) {
    this.service = service;
    this.text = text;
  }

  String text() {
    return switch (service) {
          case S3 -> "S3: ";
          case SQS -> "SQS: ";
          case BEDROCK -> "Bedrock: ";
        }
        + text;
  }

  /** True if the call is made only while the model works for a while. */
  boolean isDuringTheModelCall() {
    return this == RENEWAL || this == EXTENSION;
  }

  /**
   * True if one thread makes this call for all prompts, or one call serves several of them. A fault
   * would be a fault of the others, too.
   */
  boolean isShared() {
    return this == RECEIVE || this == RENEWAL || this == EXTENSION || this == DELETE;
  }
}
