package dev.caravan.it.faults;

/**
 * One prompt that went in.
 *
 * @param id the generation's id; by HTTP it is the idempotency key, if there is one, and the answer
 *     names the id
 * @param text unlike every other's, so that the model's journal tells whose call a call was
 * @param copies how often its message is sent
 */
record Entry(String id, String text, Kind kind, int copies) {

  /** The expected outcome. */
  enum Kind {
    QUEUED,
    POSTED,
    /** By HTTP without an idempotency key. */
    UNKEYED,
    /** The model's filter refuses it. */
    FORBIDDEN,
    /** No prompt that can be read. */
    MALFORMED;

    boolean isHttp() {
      return this == POSTED || this == UNKEYED;
    }

    boolean isRefused() {
      return this == FORBIDDEN || this == MALFORMED;
    }
  }

  String body() {
    return kind == Kind.MALFORMED
        ? "{\"id\":\"%s\",\"promt\":\"%s\"}".formatted(id, text)
        : "{\"id\":\"%s\",\"prompt\":\"%s\",\"model\":\"amazon.nova-lite-v1:0\"}"
            .formatted(id, text);
  }

  /** The same for POST /generate, which takes no id. */
  String posted() {
    return "{\"prompt\":\"%s\",\"model\":\"amazon.nova-lite-v1:0\"}".formatted(text);
  }
}
