package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The components that docs/routes.md promises, on the class path of the image alone. */
class ComponentsIT {

  private static final String SERVICES = "META-INF/services/org/apache/camel/";

  @TempDir Path folder;

  @Test
  void the_image_has_the_components_that_the_page_lists() throws IOException {
    String page = Files.readString(Path.of("docs/routes.md"));

    for (String row : List.of("components", "data formats", "languages")) {
      Set<String> listed =
          Pattern.compile("`([^`]+)`")
              .matcher(
                  page.lines()
                      .filter(line -> line.startsWith("| " + row + " | `"))
                      .findFirst()
                      .orElseThrow())
              .results()
              .map(name -> name.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      String kind = row.replace("data formats", "dataformat").replaceAll("s$", "");

      assertThat(present(kind)).containsAll(listed);
    }
  }

  @Test
  void a_route_can_use_them_together() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          byte[] answer = "{\"prompt\":\"a boat\"}".getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(200, answer.length);
          call.getResponseBody().write(answer);
          call.close();
        });
    server.start();
    try {
      Process process = start("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(folder.resolve("out/prompt.txt")).as(log).hasContent("a boat");
    } finally {
      server.stop(0);
    }
  }

  private Process start(String url) throws IOException {
    List<String> classPath = new ArrayList<>();
    ImageJars.all().forEach(jar -> classPath.add(jar.toAbsolutePath().toString()));
    classPath.add(Path.of("target/test-classes").toAbsolutePath().toString());
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            String.join(":", classPath),
            ComponentsMain.class.getName(),
            url,
            folder.resolve("out").toString())
        .redirectErrorStream(true)
        .start();
  }

  private static Set<String> present(String kind) throws IOException {
    Set<String> present = new TreeSet<>();
    for (Path jar : ImageJars.all()) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        zip.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.matches(SERVICES + kind + "/.+"))
            .forEach(name -> present.add(name.substring(name.lastIndexOf('/') + 1)));
      }
    }
    return present;
  }
}
