package dev.caravan.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.FailureRow;
import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Reason;

/**
 * An error in the format of RFC 9457.
 *
 * @param code identifies the error for programs: a {@link dev.caravan.generation.Reason} or a
 *     {@link RequestCode}
 * @param id the generation's id; null if there is no generation
 * @param error the same text as {@code detail}, for clients of the older API
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "id", "error"})
record Problem(
    String type, String title, int status, String detail, String code, String id, String error) {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An error in the request itself. */
  static Problem of(RequestCode code, String detail, String id) {
    return of(code.status(), code.name(), detail, id);
  }

  /** A failure outside any generation that no other code describes. */
  static Problem internalError() {
    FailureRow row = FailureTable.of(Reason.UNEXPECTED);
    return of(row.status(), row.reason().name(), row.toCallers(), null);
  }

  static Problem of(int status, String code, String detail, String id) {
    // RFC 9457: a problem of type about:blank has the status's reason phrase as its title.
    String title = StatusPhrase.of(status).reasonPhrase();
    return new Problem("about:blank", title, status, detail, code, id, detail);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem can always be written", e);
    }
  }
}
