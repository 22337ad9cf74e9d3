package dev.caravan.it.faults.single;

/** What happens to one call. */
enum Trouble {
  REQUEST_LOST("request lost", 0),
  RESPONSE_LOST("response lost", 0),
  CONFLICT("409", 409),
  PRECONDITION("412", 412),
  ERROR("500", 500),
  UNAVAILABLE("503", 503),
  /** The connection is reset in the middle of the response. */
  RESET("reset", 0),
  /** The request is applied after more time than a claim lasts. */
  STALL("stall", 0),
  KILL_BEFORE("kill before", 0),
  KILL_AFTER("kill after", 0);

  private final String text;
  private final int status;

  Trouble(String text, int status) {
    this.text = text;
    this.status = status;
  }

  String text() {
    return text;
  }

  /** The status of the answer in place of the service's; 0 if the fault is no answer. */
  int status() {
    return status;
  }

  boolean isKill() {
    return this == KILL_BEFORE || this == KILL_AFTER;
  }

  /** True if the service has carried the call out and the caller can't know it. */
  boolean hidesTheAnswer() {
    return this == RESPONSE_LOST || this == RESET || this == STALL || this == KILL_AFTER;
  }

  /** True if the fault acts on the answer, so that the service gets the request. */
  boolean actsOnTheAnswer() {
    return this == RESPONSE_LOST || this == RESET || this == KILL_AFTER;
  }
}
