package dev.caravan.pace;

/** The answer to a caller by HTTP that asks for a place in its model's lane. */
public sealed interface Turn {

  /** The caller has a place. */
  record Now(Seat seat) implements Turn {}

  /** The caller waits in line; its turn comes through the callback that it gave. */
  record Later(InLine place) implements Turn {}

  /** There is no place, neither in the lane nor in its line. */
  record Refused(AtLimitException why) implements Turn {}

  /** The lane is paused, so no caller waits for it. */
  record Paused() implements Turn {}

  /** The service stops. */
  record Stopping() implements Turn {}

  /** A caller's place in a line. */
  interface InLine {

    /** Leaves the line; false if the caller's turn has come already. */
    boolean leave();
  }
}
