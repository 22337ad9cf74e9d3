package dev.caravan.tracing;

/** A trace that passes through without spans of ours: nothing is exported. */
record CarriedTrace(TraceParent context) implements TraceSpan {

  @Override
  public TraceSpan child(String name, Kind kind) {
    return this;
  }

  @Override
  public void put(String attribute, String value) {
    // Nobody would read it.
  }

  @Override
  public void put(String attribute, long value) {
    // Nobody would read it.
  }

  @Override
  public void fail(String type) {
    // Nobody would read it.
  }

  @Override
  public void end() {
    // It has not begun here.
  }

  @Override
  public boolean isExported() {
    return false;
  }
}
