package dev.caravan.web;

/**
 * The codes of problems that a request itself has: no generation failed. The other codes are the
 * reasons of the {@link dev.caravan.failure.FailureTable}.
 */
enum RequestCode {
  BAD_REQUEST(400, "Anything else about the request is wrong."),
  UNAUTHORIZED(401, "Tokens are set, and the request has none of them."),
  FORBIDDEN(
      403, "The call comes from a page of another site, as `Sec-Fetch-Site` or `Origin` say."),
  NOT_FOUND(404, "No such path, generation or content."),
  METHOD_NOT_ALLOWED(405, "The path does not take this method."),
  IN_PROGRESS(409, "The generation of this `Idempotency-Key` is in progress."),
  CONTENT_TOO_LARGE(413, "The body is larger than `CARAVAN_HTTP_MAX_BODY_BYTES`."),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is not JSON."),
  IDEMPOTENCY_KEY_REUSED(422, "The same `Idempotency-Key` came with another body before.");

  private final int status;
  private final String meaning;

  RequestCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  int status() {
    return status;
  }

  /** One sentence for the documentation. */
  String meaning() {
    return meaning;
  }
}
