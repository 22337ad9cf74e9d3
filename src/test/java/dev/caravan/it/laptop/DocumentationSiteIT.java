package dev.caravan.it.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.DocumentationSite;
import io.vertx.ext.web.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The documentation site on the laptop. */
@ExtendWith(RunningCaravan.class)
class DocumentationSiteIT {

  @TempDir Path folder;

  @Test
  void a_built_site_is_served_and_nothing_beside_it(Running caravan) throws Exception {
    Path site = Files.createDirectories(folder.resolve("site/tour"));
    Files.writeString(folder.resolve("site/index.html"), "<h1>Caravan</h1>");
    Files.writeString(site.resolve("index.html"), "<h1>Tour</h1>");
    Files.writeString(folder.resolve("secret.txt"), "hush");
    List<Route> routes =
        DocumentationSite.serve(caravan.service().context(), folder.resolve("site"));
    try {
      String docs = "http://127.0.0.1:" + caravan.service().httpPort() + "/docs";

      assertThat(get(docs).headers().firstValue("Location")).contains("/docs/index.html");
      assertThat(get(docs + "/index.html").body()).contains("Caravan");
      assertThat(get(docs + "/tour/").headers().firstValue("Location"))
          .contains("/docs/tour/index.html");
      assertThat(get(docs + "/tour/index.html").body()).contains("Tour");
      assertThat(get(docs + "/tour/index.html").headers().firstValue("Content-Type"))
          .contains("text/html; charset=utf-8");
      assertThat(get(docs + "/tour/index.html").headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
      for (String outside :
          List.of("/nope", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt")) {
        assertThat(get(docs + outside).statusCode()).as(outside).isIn(400, 404);
        assertThat(get(docs + outside).body()).as(outside).doesNotContain("hush");
      }
    } finally {
      routes.forEach(Route::remove);
    }
  }

  @Test
  void without_a_built_site_there_is_nothing_at_docs(Running caravan) throws Exception {
    assertThat(DocumentationSite.serve(caravan.service().context(), folder)).isEmpty();
    assertThat(get("http://127.0.0.1:" + caravan.service().httpPort() + "/docs/").statusCode())
        .isEqualTo(404);
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
