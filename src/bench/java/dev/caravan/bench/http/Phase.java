package dev.caravan.bench.http;

/** The parts of a run. */
public enum Phase {
  CALLERS("Many callers at once"),
  REFUSALS("Callers above the limit"),
  POST("POST at half load, model 0 ms"),
  HOSTILE("Hostile connections");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
