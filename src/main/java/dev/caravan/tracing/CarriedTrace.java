package dev.caravan.tracing;

/** A trace that Caravan passes on without exporting spans of its own. */
record CarriedTrace(TraceParent context) implements TraceSpan {

  @Override
  public TraceSpan child(String name, Kind kind) {
    return this;
  }

  @Override
  public void put(String attribute, String value) {
    // No span is exported.
  }

  @Override
  public void put(String attribute, long value) {
    // No span is exported.
  }

  @Override
  public void fail(String type) {
    // No span is exported.
  }

  @Override
  public void end() {
    // No span was started.
  }

  @Override
  public boolean isExported() {
    return false;
  }
}
