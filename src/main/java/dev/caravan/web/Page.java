package dev.caravan.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Serves the page at {@code /}, its files and the API's description from the jar. They contain no
 * secrets and no user data, so they require no token. The calls that the page then makes do.
 */
public final class Page {

  /** The browser may load and run only our own files, and no text becomes HTML. */
  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          // A picture that requires a token is fetched with the token and shown as a blob.
          "img-src 'self' blob:",
          "connect-src 'self'",
          // Scripts send the forms. A form that sent itself would put a prompt into the address.
          "form-action 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  /** The headers of each HTML file. */
  static final Map<String, String> POLICY =
      Map.of(
          "Content-Security-Policy",
          CONTENT_SECURITY_POLICY,
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer");

  private static final String FOLDER = "/page/";
  private static final Pattern FILE = Pattern.compile("[a-z][a-z-]*\\.(css|js|svg)|api\\.html");

  private final Map<String, PageFile> read = new ConcurrentHashMap<>();

  /** True for paths that this class answers. */
  static boolean isAt(String path) {
    return path.equals("/") || path.equals("/openapi.json") || path.startsWith(FOLDER);
  }

  /** {@code GET /}. */
  public void index(Exchange exchange) {
    serve("page/index.html", exchange);
  }

  /** {@code GET /page/{file}}. */
  public void file(Exchange exchange) {
    String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class);
    String name = path.substring(path.lastIndexOf('/') + 1);
    // A name that matches can't point outside the folder.
    if (!FILE.matcher(name).matches()) {
      throw HttpProblem.notFound("The page has no such file.");
    }
    serve("page/" + name, exchange);
  }

  /** {@code GET /openapi.json}. */
  public void description(Exchange exchange) {
    serve("openapi.json", exchange);
  }

  private void serve(String resource, Exchange exchange) {
    PageFile file = read.computeIfAbsent(resource, name -> PageFile.read(name).orElse(null));
    if (file == null) {
      throw HttpProblem.notFound("The page has no such file.");
    }
    Message message = exchange.getMessage();
    Conditions.Outcome outcome = Conditions.of(message).on(file.etag());
    if (outcome == Conditions.Outcome.FAILED) {
      throw HttpProblem.preconditionFailed("If-Match does not name this file.");
    }
    boolean known = outcome == Conditions.Outcome.NOT_MODIFIED;
    boolean packed = ContentCoding.acceptsGzip(Lines.of(message, "Accept-Encoding"));
    message.removeHeaders("*");
    message.setHeader("ETag", file.etag());
    message.setHeader("Vary", "Accept-Encoding");
    if (resource.endsWith(".html")) {
      POLICY.forEach(message::setHeader);
    }
    if (known) {
      message.setBody(null);
      message.setHeader(Exchange.HTTP_RESPONSE_CODE, 304);
      return;
    }
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    message.setHeader(Exchange.CONTENT_TYPE, file.contentType());
    if (packed) {
      message.setHeader("Content-Encoding", "gzip");
    }
    message.setBody(packed ? file.gzipped() : file.bytes());
  }
}
