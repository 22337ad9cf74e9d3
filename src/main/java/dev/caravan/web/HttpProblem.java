package dev.caravan.web;

/** A request that HTTP itself has a status for; the message is the problem's detail. */
public final class HttpProblem extends RuntimeException {

  private final int status;
  private final String code;

  private HttpProblem(int status, String code, String detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  static HttpProblem badRequest(String detail) {
    return new HttpProblem(400, "BAD_REQUEST", detail);
  }

  static HttpProblem notFound(String detail) {
    return new HttpProblem(404, "NOT_FOUND", detail);
  }

  static HttpProblem unsupportedMediaType() {
    return new HttpProblem(
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        "Send the prompt as JSON, with Content-Type: application/json.");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
