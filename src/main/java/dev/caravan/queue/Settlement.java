package dev.caravan.queue;

import java.time.Duration;

/**
 * The delete or give back of a message whose route has ended.
 *
 * @param visibility how long a message that is given back stays hidden; null for a delete
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
