package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.SystemProperties;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class RouteChecksTest {

  /** Does to this JVM what the real command does. */
  @Command(name = "test")
  private static final class Tests implements Callable<Integer> {

    @Option(names = "--routes")
    Path routes;

    @Override
    public Integer call() {
      System.setProperty("aws.endpointUrlS3", "http://127.0.0.1:1");
      System.setProperty("aws.region", "us-west-2");
      return routes.endsWith("failing") ? 1 : 0;
    }
  }

  @Command(name = "caravan")
  private static final class Root {}

  private final SystemProperties properties = new SystemProperties();
  @TempDir Path home;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void someRegion() {
    properties.set("aws.endpointUrlS3", "");
    properties.set("aws.region", "eu-north-1");
    System.clearProperty("aws.endpointUrlS3");
  }

  @AfterEach
  void asBefore() {
    properties.close();
  }

  private RouteChecks checks(String folder, Object tests) throws Exception {
    Path routes = home.resolve(folder);
    Files.createDirectories(routes.resolve("tests"));
    CommandLine root = new CommandLine(new Root()).addSubcommand("test", tests);
    // As in a real run, the whole command line has been parsed.
    root.parseArgs();
    return new RouteChecks(routes, root, new PrintWriter(out));
  }

  @Test
  void the_tests_get_the_folder_and_their_exit_code_counts() throws Exception {
    assertThat(checks("passing", new Tests()).test()).isZero();
    assertThat(checks("failing", new Tests()).test()).isEqualTo(1);
  }

  @Test
  void afterwards_clients_use_the_same_aws_as_before() throws Exception {
    checks("passing", new Tests()).test();

    assertThat(System.getProperty("aws.region")).isEqualTo("eu-north-1");
    assertThat(System.getProperty("aws.endpointUrlS3")).isNull();
  }

  @Test
  void a_caravan_without_the_laptop_aws_says_so() throws Exception {
    RouteChecks checks = checks("passing", new WithoutLaptop());

    assertThatThrownBy(checks::test).hasMessageContaining("use --skip-tests");
  }

  @Test
  void a_folder_without_tests_is_no_failure() throws Exception {
    RouteChecks checks =
        new RouteChecks(home, new CommandLine(new Root()), new PrintWriter(out, true));

    assertThat(checks.test()).isZero();
    assertThat(out.toString()).contains("There are no route tests in");
  }
}
