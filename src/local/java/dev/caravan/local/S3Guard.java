package dev.caravan.local;

import dev.caravan.local.guard.OtherSites;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Refuses requests that pages of other sites have sent, and requests without a signature. S3Proxy
 * checks signatures, but answers unsigned requests too: it takes a bucket whose folder others may
 * read, which is usual, for a public one.
 */
final class S3Guard extends Handler.Wrapper {

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** Inserts the guard into a server that has not started. S3Proxy 4.1.0 offers no such place. */
  static void insert(S3Proxy proxy) {
    try {
      Field server = S3Proxy.class.getDeclaredField("server");
      server.setAccessible(true);
      ((Server) server.get(proxy)).insertHandler(new S3Guard());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This version of S3Proxy keeps its server elsewhere", e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean presigned = isSignedByQuery(request);
    // A browser may show a result by its presigned URL on any page.
    boolean isLink = presigned && READING.contains(request.getMethod());
    if (OtherSites.sent(request.getHeaders()::getValuesList, isLink)) {
      refuse(response, callback, OtherSites.MESSAGE);
      return true;
    }
    if (!presigned && !isSignedByHeader(request)) {
      refuse(response, callback, "Access Denied");
      return true;
    }
    return super.handle(request, response, callback);
  }

  /** S3Proxy checks the signature of every request that has such a header. */
  private static boolean isSignedByHeader(Request request) {
    List<String> authorizations = request.getHeaders().getValuesList("Authorization");
    return authorizations.size() == 1 && authorizations.get(0).startsWith("AWS");
  }

  /** S3Proxy checks the signature of every request that has such parameters. */
  private static boolean isSignedByQuery(Request request) {
    String query = request.getHttpURI().getQuery();
    if (query == null) {
      return false;
    }
    Set<String> names =
        Arrays.stream(query.split("&"))
            .map(parameter -> parameter.replaceFirst("=.*", ""))
            .collect(Collectors.toSet());
    return names.containsAll(Set.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"));
  }

  private static void refuse(Response response, Callback callback, String message) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<Error><Code>AccessDenied</Code><Message>%s</Message></Error>".formatted(message);
    response.setStatus(403);
    response.getHeaders().put("Content-Type", "application/xml");
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
  }
}
