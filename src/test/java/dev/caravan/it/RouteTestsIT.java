package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.format.TestFileReader;
import dev.caravan.local.test.format.TestFiles;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.local.test.run.Progress;
import dev.caravan.local.test.run.RouteTests;
import dev.caravan.local.test.run.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shipped route tests pass, and a test with a wrong expectation fails. */
@ExtendWith(RunningCaravan.class)
class RouteTestsIT {

  private static final Path ROUTES = Path.of("routes");

  @Test
  void the_shipped_route_tests_pass(Running caravan) throws Exception {
    TestFiles files = new TestFiles(ROUTES);
    TestFileReader reader = new TestFileReader(files.placeholders());
    List<RouteTest> tests = new ArrayList<>();
    for (Path file : files.find(List.of())) {
      tests.addAll(reader.read(file.toString(), Files.readString(file)));
    }
    assertThat(reader.complaints().lines()).isEmpty();

    List<TestResult> results =
        new RouteTests(caravan.aws(), ROUTES, false).run(tests, new Progress() {});

    assertThat(results).hasSameSizeAs(tests);
    assertThat(results)
        .filteredOn(result -> !result.passed())
        .map(result -> result.test().place() + " " + result.mismatches() + " " + result.story())
        .isEmpty();
  }

  @Test
  void a_failed_expectation_is_reported_with_its_line_and_the_journey_and_may_end_the_run(
      Running caravan) throws Exception {
    List<RouteTest> tests =
        read(
            """
            settings: { caravan.s3.prefix: team/blue }
            tests:
              - name: right
                given: { record: { state: done }, result: a haiku }
                http: { get: "/generations/${id}/content" }
                expect: { status: 200, body: a haiku, record: { state: done }, modelCalls: 0 }
              - name: wrong
                model: { action: block, how: prompt }
                message: { body: { prompt: x, model: "amazon.nova-lite-v1:0" } }
                expect:
                  record: { state: failed }
                  deadLetter:
                    id: ${id}
                    reason: THROTTLED
                  objects: { "team/blue/texts/*": any, "team/blue/generations/*": any }
                  message: given-back
                  modelCalls: [{ status: 429 }]
              - name: not run
                http: { get: /generations/unknown }
                expect: { status: 404 }
            """);

    List<TestResult> results =
        new RouteTests(caravan.aws(), ROUTES, true).run(tests, new Progress() {});

    assertThat(results).extracting(TestResult::passed).containsExactly(true, false);
    TestResult wrong = results.get(1);
    assertThat(wrong.mismatches())
        .extracting(mismatch -> mismatch.place().line(), Mismatch::expected, Mismatch::actual)
        .containsExactly(
            tuple(14, "\"THROTTLED\"", "\"CONTENT_BLOCKED\""),
            tuple(15, "any value", "nothing"),
            tuple(16, "\"given-back\"", "\"deleted\""),
            tuple(17, "429", "200"));
    assertThat(wrong.mismatches().get(1).what()).isEqualTo("objects.team/blue/texts/*");
    assertThat(wrong.story())
        .anyMatch(line -> line.startsWith("message ") && line.endsWith(" was sent"))
        .anyMatch(line -> line.startsWith("journey by queue, generation "))
        .anyMatch(line -> line.matches(" +claim +generate\\.camel\\.yaml:\\d+ +\\d+ ms"))
        .anyMatch(line -> line.startsWith("dead letter: "));
  }

  private static List<RouteTest> read(String yaml) throws IOException {
    TestFileReader reader = new TestFileReader(new TestFiles(ROUTES).placeholders());
    List<RouteTest> tests = reader.read("planted.test.yaml", yaml);
    assertThat(reader.complaints().lines()).isEmpty();
    return tests;
  }
}
