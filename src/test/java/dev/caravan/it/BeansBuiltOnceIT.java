package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.LocalAws;
import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.format.TestFileReader;
import dev.caravan.local.test.format.TestFiles;
import dev.caravan.local.test.run.Progress;
import dev.caravan.local.test.run.RouteTests;
import dev.caravan.local.test.run.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Camel would build each bean of a route file twice. However the routes are started, it is built
 * once; {@code CamelCliIT} sees the same of the Camel CLI.
 */
@ExtendWith(RunningCaravan.class)
class BeansBuiltOnceIT {

  @TempDir Path routes;
  @TempDir Path elsewhere;
  private Path built;

  @BeforeEach
  void copyRoutes() throws IOException {
    ReloadingCaravan.copyShipped(routes);
    built = elsewhere.resolve("built");
    declare(routes.resolve("beans.camel.yaml"), built);
  }

  /** Adds a bean that appends a line to a file when it is built. */
  static void declare(Path beans, Path built) throws IOException {
    Files.writeString(
        beans,
        Files.readString(beans)
            +
"""

    - name: built
      type: dev.caravan.it.Built
      constructors: { 0: "%s" }
"""
                .formatted(built));
  }

  @Test
  void serve(Running caravan) throws IOException {
    Service.start(routes, settings(caravan)).close();

    assertThat(Files.readAllLines(built)).hasSize(1);
  }

  @Test
  void local_with_its_live_reload(Running caravan) throws IOException {
    Map<String, String> settings = settings(caravan);
    settings.put("caravan.routes.reload", "true");

    Service.start(routes, settings).close();

    assertThat(Files.readAllLines(built)).hasSize(1);
  }

  @Test
  void the_runner_of_route_tests(Running caravan) throws Exception {
    List<RouteTest> tests =
        new TestFileReader(new TestFiles(routes).placeholders())
            .read(
                "a.test.yaml",
                """
                tests:
                  - name: not found
                    http: { get: /generations/unknown }
                    expect: { status: 404 }
                """);

    List<TestResult> results = new RouteTests(caravan.aws(), routes, true).run(tests, new Silent());

    assertThat(results).singleElement().matches(TestResult::passed);
    assertThat(Files.readAllLines(built)).hasSize(1);
  }

  @Test
  void the_service_is_the_same_without_the_file(Running caravan) throws IOException {
    Files.delete(routes.resolve("beans.camel.yaml"));

    try (Service service = Service.start(routes, settings(caravan))) {
      Api.Answer answer =
          new Api(service.httpPort())
              .generate("{\"prompt\":\"a haiku\",\"model\":\"amazon.nova-lite-v1:0\"}");

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
  }

  private static Map<String, String> settings(Running caravan) {
    LocalAws.Place place = caravan.aws().another("built-once-" + UUID.randomUUID());
    Map<String, String> settings = new HashMap<>(Running.settings(caravan.aws()));
    settings.put("sqs.queue.url", place.queueUrl());
    settings.put("sqs.dead.letter.queue.url", place.deadLetterQueueUrl());
    settings.put("bucket.name", place.bucket());
    return settings;
  }

  private static final class Silent implements Progress {

    @Override
    public void starting(int tests) {}

    @Override
    public void begun(RouteTest test) {}

    @Override
    public void ended(TestResult result) {}
  }
}
