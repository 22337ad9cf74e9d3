package dev.caravan.local.bedrock;

/** How many calls are being served at once, and how many ever were. */
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
