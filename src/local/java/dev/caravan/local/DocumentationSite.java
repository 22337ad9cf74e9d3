package dev.caravan.local;

import dev.caravan.cli.Home;
import dev.caravan.cli.Service;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Serves the documentation site at {@code /docs/}, if {@code src/site/build} has made it. */
public final class DocumentationSite {

  private static final String PATH = "/docs/";
  private static final String INDEX = "index.html";

  /** The site's own scripts and styles, some of them within its pages, and nothing of others. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; worker-src 'self' blob:; base-uri 'self'; frame-ancestors 'none'";

  private final Path folder;

  private DocumentationSite(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  static void serve(Service service) {
    serve(service.context(), Home.routes().resolveSibling("target").resolve("site"));
  }

  /**
   * @return the routes that serve the folder; none if it contains no site
   */
  public static List<Route> serve(CamelContext context, Path folder) {
    if (!Files.isRegularFile(folder.resolve(INDEX))) {
      return List.of();
    }
    Router router =
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
            .filter(each -> !each.isManagementServer())
            .findFirst()
            .orElseThrow();
    DocumentationSite site = new DocumentationSite(folder);
    return List.of(
        router.route(HttpMethod.GET, PATH + "*").handler(site::answer),
        router.route(HttpMethod.HEAD, PATH + "*").handler(site::answer));
  }

  private void answer(RoutingContext request) {
    String path = request.normalizedPath();
    Optional<Path> found = file(path.substring(Math.min(path.length(), PATH.length())));
    if (found.isEmpty()) {
      request.fail(404);
    } else if (Files.isDirectory(found.get())) {
      // Caravan reads no slash at the end of a path, but relative links of a page need one.
      String index = path.replaceAll("/$", "") + "/" + INDEX;
      request.response().setStatusCode(308).putHeader(HttpHeaders.LOCATION, index).end();
    } else {
      send(request, found.get());
    }
  }

  /** A folder or a file of the site. */
  private Optional<Path> file(String path) {
    try {
      return Optional.of(folder.resolve(path).normalize())
          .filter(file -> file.startsWith(folder) && Files.exists(file));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static void send(RoutingContext request, Path file) {
    String type = MimeMapping.getMimeTypeForFilename(file.getFileName().toString());
    HttpServerResponse response = request.response();
    response.putHeader("Content-Security-Policy", POLICY);
    if (type != null) {
      response.putHeader(
          HttpHeaders.CONTENT_TYPE, type.startsWith("text/") ? type + "; charset=utf-8" : type);
    }
    if (request.request().method() == HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(file.toFile().length())).end();
    } else {
      response.sendFile(file.toString());
    }
  }
}
