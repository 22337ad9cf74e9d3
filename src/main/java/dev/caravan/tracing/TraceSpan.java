package dev.caravan.tracing;

/** One operation of a trace in this process. Spans within it are its children. */
sealed interface TraceSpan permits CarriedTrace, ExportedSpan {

  /** The span kinds of OpenTelemetry. */
  enum Kind {
    SERVER,
    CONSUMER,
    PRODUCER,
    CLIENT,
    INTERNAL
  }

  /** The trace context for the next process. */
  TraceParent context();

  TraceSpan child(String name, Kind kind);

  /** Sets an attribute; never text from a caller. */
  void put(String attribute, String value);

  void put(String attribute, long value);

  /**
   * @param type a short name of the error, because its message may contain text from a caller
   */
  void fail(String type);

  void end();

  /** False if the span is not exported. */
  boolean isExported();
}
