package dev.caravan.store;

/** The calls of S3 that one answer may still make. Not thread-safe. */
final class CallBudget {

  private int left;

  CallBudget(int most) {
    this.left = most;
  }

  int left() {
    return left;
  }

  /**
   * @return false if no call is left
   */
  boolean spend() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
