package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code caravan test} as a user does. Each run starts everything, so there are only two. */
@Tag("slow")
class RouteTestCommandIT {

  private static final String TESTS =
      """
      tests:
        - name: unknown is not found
          http: { get: /generations/unknown }
          expect: { status: 404 }
        - name: planted
          http: { get: /generations/unknown }
          expect: { status: 200 }
        - name: never reached
          http: { get: /generations/unknown }
          expect: { status: 404 }
      """;

  @TempDir Path home;

  @Test
  void a_wrong_expectation_is_reported_and_the_exit_code_is_1() throws Exception {
    Path file = Files.writeString(home.resolve("a.test.yaml"), TESTS);
    Path junit = home.resolve("junit.xml");
    try (Launched test =
        // Variables in the user's shell must not change the result.
        Launched.start(
            home,
            Map.of(
                "SQS_QUEUE_URL", "https://sqs.eu-north-1.amazonaws.com/1/real", "HTTP_PORT", "x"),
            "test",
            "--fail-fast",
            "--junit",
            junit.toString(),
            file.toString())) {
      assertThat(test.exitCode()).as(test.err()).isEqualTo(1);
      assertThat(test.err()).isEmpty();
      assertThat(test.out())
          .contains("a.test.yaml:7: status", "expected  200", "actual    404")
          .contains("3 tests: 1 passed, 1 failed, 1 not run")
          .doesNotContain("never reached");
      assertThat(junit).content().contains("a.test.yaml:7: status: expected 200, actual 404");
    }
  }

  @Test
  void where_all_pass_the_exit_code_is_0() throws Exception {
    Path file = Files.writeString(home.resolve("a.test.yaml"), TESTS);
    try (Launched test =
        Launched.start(home, Map.of(), "test", "--filter", "NOT FOUND", file.toString())) {
      assertThat(test.exitCode()).as(test.err()).isZero();
      assertThat(test.out()).contains("1 test: 1 passed, 0 failed");
    }
  }
}
