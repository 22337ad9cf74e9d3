package dev.caravan.local;

import dev.caravan.local.guard.OtherSites;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Refuses requests that pages of other sites have sent, and requests that are not signed with the
 * laptop's keys. ElasticMQ itself carries out any request.
 */
final class SqsGuard {

  private static final int FORBIDDEN = 403;

  private final Credentials credentials;

  SqsGuard(Credentials credentials) {
    this.credentials = credentials;
  }

  /** The answer to a request that is refused; empty if ElasticMQ answers. */
  Optional<HttpResponse> refusal(HttpRequest request) {
    if (OtherSites.sent(name -> values(request, name), false)) {
      return Optional.of(answer(request, "AccessDenied", OtherSites.MESSAGE));
    }
    List<String> authorizations = values(request, "Authorization");
    if (authorizations.isEmpty()) {
      return Optional.of(
          answer(request, "MissingAuthenticationToken", "Request is missing Authentication Token"));
    }
    if (!authorizations.stream().allMatch(credentials::signed)) {
      return Optional.of(
          answer(
              request,
              "InvalidClientTokenId",
              "The security token included in the request is invalid."));
    }
    return Optional.empty();
  }

  private static List<String> values(HttpRequest request, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(header -> header.is(lower))
        .map(HttpHeader::value)
        .toList();
  }

  /** An error in the protocol of the request: JSON as of now, or XML as of older clients. */
  private static HttpResponse answer(HttpRequest request, String code, String message) {
    HttpResponse forbidden = HttpResponse.create().withStatus(FORBIDDEN);
    return request.entity().getContentType().mediaType().toString().startsWith("application/x-amz")
        ? forbidden.withEntity(
            ContentTypes.APPLICATION_JSON,
            "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"%s\"}".formatted(code, message))
        : forbidden.withEntity(
            ContentTypes.TEXT_XML_UTF8,
            ("<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message>"
                    + "</Error></ErrorResponse>")
                .formatted(code, message));
  }
}
