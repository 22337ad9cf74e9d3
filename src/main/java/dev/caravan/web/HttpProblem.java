package dev.caravan.web;

/** A request that is refused before any generation starts; the message is the problem's detail. */
public final class HttpProblem extends RuntimeException {

  private final RequestCode code;

  private HttpProblem(RequestCode code, String detail) {
    super(detail);
    this.code = code;
  }

  static HttpProblem badRequest(String detail) {
    return new HttpProblem(RequestCode.BAD_REQUEST, detail);
  }

  static HttpProblem preconditionFailed(String detail) {
    return new HttpProblem(RequestCode.PRECONDITION_FAILED, detail);
  }

  static HttpProblem inProgress(String detail) {
    return new HttpProblem(RequestCode.IN_PROGRESS, detail);
  }

  static HttpProblem cancelled(String id) {
    return new HttpProblem(
        RequestCode.CANCELLED,
        "Generation %s was cancelled, so no model is called for it. Send the prompt with another Idempotency-Key."
            .formatted(id));
  }

  static HttpProblem notFound(String detail) {
    return new HttpProblem(RequestCode.NOT_FOUND, detail);
  }

  static HttpProblem noGeneration() {
    return notFound("There is no generation with this id.");
  }

  /**
   * @param what names the object
   */
  static HttpProblem recordUnreadable(String what) {
    return new HttpProblem(
        RequestCode.RECORD_UNREADABLE, what + " Restore an earlier version of it, or delete it.");
  }

  static HttpProblem tooManyDownloads(int most) {
    return new HttpProblem(
        RequestCode.TOO_MANY_DOWNLOADS,
        "This service already sends %d contents, the most that it sends at once. Try again later."
            .formatted(most));
  }

  static HttpProblem unsupportedMediaType() {
    return new HttpProblem(
        RequestCode.UNSUPPORTED_MEDIA_TYPE,
        "Send the prompt as JSON, with Content-Type: application/json.");
  }

  int status() {
    return code.status();
  }

  RequestCode code() {
    return code;
  }
}
