package dev.caravan.web;

import dev.caravan.failure.FailureRow;
import dev.caravan.failure.FailureTable;
import dev.caravan.pace.AtLimitException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Answers a request before its route begins. */
final class ProblemAnswer {

  /** Another instance takes the next request, if there is one; otherwise this one starts again. */
  private static final Duration AFTER_STOP = Duration.ofSeconds(5);

  private ProblemAnswer() {}

  /** The same problem as in the route, but without an id: nothing has been recorded. */
  static void full(RoutingContext context, AtLimitException why) {
    FailureRow row = FailureTable.of(why.reason());
    send(
        context,
        Problem.of(row.status(), row.reason().name(), why.getMessage(), null),
        why.retryAfter());
  }

  static void stopping(RoutingContext context) {
    send(
        context,
        Problem.of(RequestCode.STOPPING, "The service stops. Send the request again.", null),
        AFTER_STOP);
  }

  private static void send(RoutingContext context, Problem problem, Duration retryAfter) {
    if (context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()))
        .end(Buffer.buffer(problem.toJson()));
  }
}
