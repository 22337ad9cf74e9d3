package dev.caravan.cli;

/** Shows how far a command has come. */
interface Progress extends AutoCloseable {

  /** Shows that this many are finished. */
  void stepTo(int done);

  /** Shows a few more words, for example how many have failed. */
  default void say(String words) {}

  /** Shows that there are at least this many. */
  default void grow(int size) {}

  @Override
  void close();
}
