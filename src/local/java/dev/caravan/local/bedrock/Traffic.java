package dev.caravan.local.bedrock;

/** Counts the calls that are being served, and the most that were served at the same time. */
final class Traffic {

  private int inFlight;
  private int peak;

  synchronized void enter() {
    inFlight++;
    peak = Math.max(peak, inFlight);
  }

  synchronized void leave() {
    inFlight--;
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized int peak() {
    return peak;
  }
}
