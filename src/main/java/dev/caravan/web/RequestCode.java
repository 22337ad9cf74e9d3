package dev.caravan.web;

/**
 * The codes for errors in the request itself, for which no generation failed. The other codes are
 * the reasons in {@link dev.caravan.failure.FailureTable}.
 */
enum RequestCode {
  BAD_REQUEST(400, "The request has another error; `detail` describes it."),
  UNAUTHORIZED(401, "The service requires a token, and the request has no valid one."),
  FORBIDDEN(
      403,
      "The call comes from a page of another site, according to `Sec-Fetch-Site` or `Origin`, or"
          + " names a `Host` that is not allowed."),
  NOT_FOUND(404, "The path, generation or content does not exist."),
  METHOD_NOT_ALLOWED(405, "The path does not support this method."),
  REQUEST_TIMEOUT(
      408,
      "The headers or the body arrived too late (`CARAVAN_HTTP_HEADERS_SECONDS`,"
          + " `CARAVAN_HTTP_BODY_SECONDS`)."),
  IN_PROGRESS(
      409,
      "The generation is in progress: the one with this `Idempotency-Key`, the one whose content"
          + " was requested, or the one to be cancelled or deleted."),
  CONTENT_DELETED(
      410,
      "The result was deleted, by a caller or from the bucket. Send the prompt again: a request"
          + " with the same `Idempotency-Key` and body makes the result again, and a message needs"
          + " another `id`, or none."),
  CANCELLED(
      410,
      "The generation with this `Idempotency-Key` was cancelled. Send the prompt with another"
          + " key."),
  PRECONDITION_FAILED(
      412,
      "`If-Match` does not name the content, or the generation to be cancelled (`only=cancel`) has ended."),
  CONTENT_TOO_LARGE(413, "The body is larger than `CARAVAN_HTTP_MAX_BODY_BYTES`."),
  URI_TOO_LONG(414, "The request line is longer than `CARAVAN_HTTP_MAX_HEADER_BYTES`."),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is not JSON, or is compressed."),
  RANGE_NOT_SATISFIABLE(
      416, "The content has no byte of the `Range`; `Content-Range` has its size."),
  EXPECTATION_FAILED(417, "The header `Expect` is not `100-continue`."),
  IDEMPOTENCY_KEY_REUSED(
      422, "An earlier request used the same `Idempotency-Key` with another body."),
  HEADERS_TOO_LARGE(431, "The headers are larger than `CARAVAN_HTTP_MAX_HEADER_BYTES`."),
  RECORD_UNREADABLE(
      500,
      "The object in the bucket with the generation's record is broken, of another generation, or"
          + " of a later version; `detail` names it."),
  NOT_IMPLEMENTED(501, "The server does not know the method."),
  TOO_MANY_DOWNLOADS(503, "The service sends as many contents as `CARAVAN_HTTP_DOWNLOADS` allows."),
  OVERLOADED(
      503,
      "Unfinished requests are larger than `CARAVAN_HTTP_MAX_UNFINISHED_BYTES` together, and this"
          + " one is unfinished. Or too much waits on one connection for an earlier answer."),
  STOPPING(503, "The service is stopping. Send the request again; another instance answers it.");

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
