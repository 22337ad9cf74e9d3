package dev.caravan.queue;

import java.time.Duration;

/**
 * What becomes of a message that this process no longer works on.
 *
 * @param visibility how long a message that is given back, or sent again, stays hidden
 */
record Settlement(Lease lease, Kind kind, Duration visibility) {

  /** The ways to settle a message. */
  enum Kind {
    DELETE,
    GIVE_BACK,
    /** Send the message again, because SQS has nearly delivered it too often, then delete it. */
    RENEW
  }

  static Settlement delete(Lease lease) {
    return new Settlement(lease, Kind.DELETE, Duration.ZERO);
  }

  static Settlement giveBack(Lease lease, Duration visibility) {
    return new Settlement(lease, Kind.GIVE_BACK, visibility);
  }

  static Settlement renew(Lease lease, Duration visibility) {
    return new Settlement(lease, Kind.RENEW, visibility);
  }

  boolean isDelete() {
    return kind == Kind.DELETE;
  }
}
