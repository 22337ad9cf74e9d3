package dev.caravan.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The strict rules for the request line and for the headers that decide where a request ends and
 * whom it is for (RFC 9112). Two servers that read such a request differently would disagree about
 * where the next one begins, so any doubt is an error.
 */
final class RequestHead {

  private static final Set<String> METHODS =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
  private static final int LARGEST_PORT = 65_535;

  private RequestHead() {}

  /**
   * Returns the answer to a request that must not be processed. Otherwise replaces the request's
   * target by its path and query, and a list of options for the connection that has {@code close}
   * by that word, which is the only one that Vert.x obeys.
   */
  static Optional<Refusal> check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(Refusal.of(request.decoderResult().cause()));
    }
    try {
      version(request.protocolVersion());
      method(request.method().name());
      characters(request.headers());
      framing(request);
      host(request);
      target(request);
      expectation(request.headers());
      connection(request.headers());
      return Optional.empty();
    } catch (Refusal.RefusedException refused) {
      return Optional.of(refused.refusal());
    }
  }

  private static void version(HttpVersion version) {
    // Netty has one object for the exact text, and makes another for a spelling such as http/1.1.
    if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
      throw Refusal.bad("This server speaks only HTTP/1.1 and HTTP/1.0.");
    }
  }

  private static void method(String method) {
    if (!METHODS.contains(method)) {
      throw Refusal.with(
          RequestCode.NOT_IMPLEMENTED, "This server does not know the method of the request.");
    }
  }

  private static void characters(HttpHeaders headers) {
    headers
        .iteratorCharSequence()
        .forEachRemaining(
            line -> {
              if (line.getKey().length() == 0) {
                throw Refusal.bad("A header has no name.");
              }
              if (!isName(line.getKey()) || hasControl(line.getValue())) {
                throw Refusal.bad("A header has a character that is not allowed there.");
              }
            });
  }

  private static boolean isName(CharSequence text) {
    for (int at = 0; at < text.length(); at++) {
      if (!FieldValue.isTokenCharacter(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasControl(CharSequence text) {
    for (int at = 0; at < text.length(); at++) {
      char found = text.charAt(at);
      if (found < ' ' && found != '\t' || found == '\u007f') {
        return true;
      }
    }
    return false;
  }

  /** The body's length must be known in exactly one way. */
  private static void framing(HttpRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (lengths.size() > 1 || !lengths.stream().allMatch(LENGTH.asMatchPredicate())) {
      throw Refusal.bad(DecodingError.LENGTH);
    }
    if (codings.isEmpty()) {
      return;
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      throw Refusal.bad("HTTP/1.0 has no Transfer-Encoding.");
    }
    if (!lengths.isEmpty()) {
      throw Refusal.bad(DecodingError.LENGTH_AND_CODING);
    }
    // An empty element or a parameter would already be a second reading.
    if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
      throw Refusal.bad(DecodingError.CODING);
    }
  }

  private static void host(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1) {
      throw Refusal.bad("The header Host occurs more than once.");
    }
    if (hosts.isEmpty()) {
      if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
        throw Refusal.bad("The header Host is missing.");
      }
      return;
    }
    var parts = AUTHORITY.matcher(hosts.get(0));
    if (!parts.matches()
        || parts.group(1) != null && Integer.parseInt(parts.group(1)) > LARGEST_PORT) {
      throw Refusal.bad("The header Host is not a host name with an optional port.");
    }
  }

  private static void target(HttpRequest request) {
    String target = request.uri();
    boolean isOptions = request.method().name().equals("OPTIONS");
    if (request.method().name().equals("CONNECT")) {
      throw Refusal.notAllowed("This server is not a proxy.");
    }
    if (target.equals("*") && isOptions) {
      throw Refusal.options();
    }
    request.setUri(
        new RequestTarget(target, request.headers().get(HttpHeaderNames.HOST)).pathAndQuery());
  }

  private static void expectation(HttpHeaders headers) {
    List<String> expectations = headers.getAll(HttpHeaderNames.EXPECT);
    if (expectations.size() > 1
        || !expectations.isEmpty() && !expectations.get(0).equalsIgnoreCase("100-continue")) {
      throw Refusal.with(
          RequestCode.EXPECTATION_FAILED, "The only expectation that is met is 100-continue.");
    }
  }

  private static void connection(HttpHeaders headers) {
    for (String line : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String option : line.split(",")) {
        if (option.strip().equalsIgnoreCase("close")) {
          headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
          return;
        }
      }
    }
  }
}
