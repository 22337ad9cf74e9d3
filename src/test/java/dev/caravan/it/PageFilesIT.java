package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.RunningCaravan.Running;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page's files are served, and with which security headers. */
@ExtendWith(RunningCaravan.class)
class PageFilesIT {

  /** What HTML refers to and what modules import, relative to the file itself. */
  private static final Pattern NAMED = Pattern.compile("(?:(?:href|src)=|from )\"([\\w./-]+\\w)\"");

  private static final Pattern IMPORTED = Pattern.compile("from \"\\./([a-z-]+\\.js)\"");

  private static final Pattern PRELOADED =
      Pattern.compile("rel=\"modulepreload\" href=\"page/([a-z-]+\\.js)\"");

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page/api.html"})
  void the_page_allows_nothing_but_its_own_files(String path, Running caravan) {
    Api.Answer page = caravan.api().get(path);

    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(List.of(page.header("Content-Security-Policy").split("; ")))
        .containsExactlyInAnyOrder(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            "connect-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.text()).doesNotContain("http://", "https://", "style=", "onclick=");
  }

  @Test
  void every_file_that_the_page_names_is_there(Running caravan) {
    Set<String> seen = new TreeSet<>(Set.of("/"));
    for (Deque<String> ahead = new ArrayDeque<>(seen); !ahead.isEmpty(); ) {
      String file = ahead.pop();
      Api.Answer answer = caravan.api().get(file);
      assertThat(answer.status()).as(file).isEqualTo(200);
      if (!file.endsWith(".json")) {
        NAMED
            .matcher(answer.text())
            .results()
            .map(named -> URI.create(file).resolve(named.group(1)).getPath())
            .filter(seen::add)
            .forEach(ahead::add);
      }
    }
    assertThat(seen)
        .contains("/openapi.json", "/page/app.js", "/page/base.css", "/page/icon.svg")
        // Named by another module only.
        .contains("/page/reasons.js")
        // Named by the page about the API only.
        .contains("/page/reference.js", "/page/reference.css");
  }

  /** Otherwise the browser learns of a module only when it has read the one that imports it. */
  @Test
  void the_page_names_all_its_modules_so_that_they_load_together(Running caravan) {
    Set<String> imported = new TreeSet<>();
    for (Deque<String> ahead = new ArrayDeque<>(List.of("app.js")); !ahead.isEmpty(); ) {
      IMPORTED
          .matcher(caravan.api().get("/page/" + ahead.pop()).text())
          .results()
          .map(found -> found.group(1))
          .filter(imported::add)
          .forEach(ahead::add);
    }
    Set<String> preloaded =
        PRELOADED
            .matcher(caravan.api().get("/").text())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(preloaded).isEqualTo(imported);
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/page/api.html, text/html; charset=utf-8",
    "/page/app.js, text/javascript; charset=utf-8",
    "/page/base.css, text/css; charset=utf-8",
    "/page/icon.svg, image/svg+xml",
    "/openapi.json, application/json"
  })
  void a_file_that_has_not_changed_is_not_sent_again(String path, String type, Running caravan)
      throws Exception {
    Api.Answer first = caravan.api().get(path);
    Api.Answer packed = caravan.api().get(path, "Accept-Encoding", "gzip");
    Api.Answer again = caravan.api().get(path, "If-None-Match", first.header("ETag"));

    assertThat(first.header("Content-Type")).isEqualTo(type);
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(first.header("Content-Encoding")).isNull();
    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.raw().body())).readAllBytes())
        .isEqualTo(first.raw().body());
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.raw().body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/index.html",
        "/page/nothing.js",
        "/page/..%2fopenapi.json",
        "/page/PageFile.class",
        "/page/",
        "/application.properties"
      })
  void nothing_else_of_the_jar_is_served(String path, Running caravan) {
    Api.Answer answer = caravan.api().get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void what_a_model_wrote_is_never_a_page(Running caravan) {
    String id =
        caravan
            .api()
            .generate("{\"prompt\":\"<script>x</script>\",\"model\":\"amazon.nova-lite-v1:0\"}")
            .json()
            .path("id")
            .asText();

    Api.Answer content = caravan.api().get("/generations/" + id + "/content");

    assertThat(content.text()).contains("<script>");
    assertThat(content.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(content.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(content.header("Content-Disposition"))
        .isEqualTo("inline; filename=\"" + id + ".txt\"");
    assertThat(content.header("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");
    assertThat(content.header("Cross-Origin-Resource-Policy")).isEqualTo("same-site");
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, http://evil.example",
    "Origin, null"
  })
  void a_page_of_another_site_spends_no_money(String header, String value, Running caravan) {
    assertForeign(caravan.api().generate("{\"prompt\":\"not mine\"}", header, value), caravan);
  }

  @Test
  void a_site_that_a_browser_names_decides(Running caravan) {
    String ours = caravan.api().base();
    assertForeign(
        caravan
            .api()
            .generate("{\"prompt\":\"x\"}", "Sec-Fetch-Site", "cross-site", "Origin", ours),
        caravan);
    // As behind a proxy that names another Host.
    Api.Answer answer =
        caravan
            .api()
            .generate(
                DeadLetterBox.wordsOnly("x"),
                "Sec-Fetch-Site",
                "same-origin",
                "Origin",
                "https://images.example");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example",
    "Origin, null",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void a_page_of_another_site_moves_no_dead_letters(String header, String value, Running caravan) {
    Api management = caravan.management();
    for (String path : List.of("/dead-letters/redrive", "/dead-letters/discard")) {
      assertForeign(
          management.send(
              management
                  .request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")),
              header,
              value),
          caravan);
    }
  }

  private static void assertForeign(Api.Answer answer, Running caravan) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("code").asText()).isEqualTo("FORBIDDEN");
    assertThat(answer.json().path("detail").asText()).contains("a page of another site");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Fetch-Site", "Origin", "both"})
  void the_page_itself_may_ask(String header, Running caravan) {
    List<String> headers = new ArrayList<>();
    if (!header.equals("Sec-Fetch-Site")) {
      headers.addAll(List.of("Origin", caravan.api().base()));
    }
    if (!header.equals("Origin")) {
      headers.addAll(List.of("Sec-Fetch-Site", "same-origin"));
    }

    Api.Answer answer =
        caravan
            .api()
            .generate(
                "{\"prompt\":\"mine\",\"model\":\"amazon.nova-lite-v1:0\"}",
                headers.toArray(String[]::new));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void the_models_are_listed_with_what_they_take(Running caravan) {
    var models = caravan.api().get("/models").json();

    assertThat(models.path("default").asText()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(models.at("/models/0/limits/aspectRatios").toString()).contains("16:9");
    assertThat(models.at("/models/0/priceUsd/image").decimalValue()).isEqualByComparingTo("0.04");
    assertThat(models.findValuesAsText("makes")).contains("image", "text");
    // Past their end of life: named, because records name them, but not to be chosen.
    assertThat(models.findValuesAsText("available")).contains("true", "false");
  }
}
