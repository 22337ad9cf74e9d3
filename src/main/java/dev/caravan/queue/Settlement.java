package dev.caravan.queue;

import java.time.Duration;

/**
 * What becomes of a message that the route is done with.
 *
 * @param visibility how long it stays hidden when it is given back; null where it is deleted
 */
record Settlement(Lease lease, Duration visibility) {

  static Settlement delete(Lease lease) {
    return new Settlement(lease, null);
  }

  static Settlement giveBack(Lease lease, Duration visibility) {
    return new Settlement(lease, visibility);
  }

  boolean isDelete() {
    return visibility == null;
  }
}
