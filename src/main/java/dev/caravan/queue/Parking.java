package dev.caravan.queue;

/**
 * How many waiting messages one process holds before it gives those of full lanes back to SQS.
 *
 * @param messages maximum number of messages, 1 or more
 * @param characters maximum length of their bodies together
 */
record Parking(int messages, long characters) {

  /** Holds enough to find other lanes' messages, and little compared to the smallest heap. */
  static final Parking USUAL = new Parking(1_000, 16L * 1024 * 1024);

  boolean isFull(ReadyMessages waiting) {
    return waiting.size() >= messages || waiting.characters() >= characters;
  }
}
