package dev.caravan.tracing;

/** A part of a trace that this process has; the parts within it are its children. */
sealed interface TraceSpan permits CarriedTrace, ExportedSpan {

  /** As OpenTelemetry has them. */
  enum Kind {
    SERVER,
    CONSUMER,
    PRODUCER,
    CLIENT,
    INTERNAL
  }

  /** What the next process is told. */
  TraceParent context();

  TraceSpan child(String name, Kind kind);

  /** Notes a fact; never a caller's text. */
  void put(String attribute, String value);

  void put(String attribute, long value);

  /**
   * @param type what went wrong, in one word: the message may hold a caller's text
   */
  void fail(String type);

  void end();

  /** False where nobody will see it. */
  boolean isExported();
}
