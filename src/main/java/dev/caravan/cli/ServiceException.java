package dev.caravan.cli;

/** The service did not do what a command asked for. The message is one line for the user. */
final class ServiceException extends RuntimeException {

  private final transient int status;

  /**
   * @param status of the answer; 0 if there was none
   */
  ServiceException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** True if the same call may succeed later: there was no answer, or one that says so. */
  boolean isTemporary() {
    return status == 0 || status == 429 || status >= 500;
  }

  /** True if the generation exists and its result is not there yet. */
  boolean isInProgress() {
    return status == 409;
  }

  /** A generation that was to be cancelled has ended. */
  boolean isConditionFailed() {
    return status == 412;
  }

  boolean isUnknown() {
    return status == 404;
  }
}
