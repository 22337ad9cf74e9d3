package dev.caravan.local.test.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.format.TestFileReader;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.local.test.match.Place;
import dev.caravan.local.test.run.TestResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import picocli.CommandLine.Help.Ansi;

/** The reports on one test that passed, one that failed and one that did not run. */
class ReportsTest {

  private final List<RouteTest> tests =
      new TestFileReader(Set.of())
          .read(
              "a.test.yaml",
              """
              tests:
                - { name: right, message: x, expect: { record: any } }
                - { name: "wrong <&>", message: x, expect: { record: any } }
                - { name: not run, message: x, expect: { record: any } }
              """);
  private final List<TestResult> results =
      List.of(
          new TestResult(tests.get(0), List.of(), List.of(), Duration.ofMillis(120)),
          new TestResult(
              tests.get(1),
              List.of(
                  new Mismatch(
                      new Place("a.test.yaml", 3, 52), "record", "any value", "nothing\u0007")),
              List.of("message 1 was sent"),
              Duration.ofMillis(1250)));

  @Test
  void the_console_shows_a_line_per_test_and_explains_failures() {
    StringWriter out = new StringWriter();
    ConsoleReport report =
        new ConsoleReport(new PrintWriter(out), Ansi.OFF, Marks.in(StandardCharsets.UTF_8), false);

    report.starting(3);
    results.forEach(
        result -> {
          report.begun(result.test());
          report.ended(result);
        });
    report.summary(results, 3, Duration.ofSeconds(2));

    assertThat(out.toString().replace("\u0007", "").lines())
        .containsExactly(
            "a.test.yaml",
            "  ✓ right (0.12 s)",
            "  ✗ wrong <&> (1.25 s)",
            "      a.test.yaml:3: record",
            "        expected  any value",
            "        actual    nothing",
            "      What happened:",
            "        message 1 was sent",
            "",
            "3 tests: 1 passed, 1 failed, 1 not run, in 2.00 s");
  }

  @Test
  void a_terminal_without_ticks_gets_words() {
    assertThat(Marks.in(StandardCharsets.US_ASCII)).isEqualTo(new Marks("ok", "FAILED"));
  }

  @Test
  void junit_xml_has_the_same_results(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("below/junit.xml");

    new JUnitReport(tests, results).write(file);

    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("a.test.yaml");
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("1.370");
    Element wrong = (Element) xml.getElementsByTagName("testcase").item(1);
    assertThat(wrong.getAttribute("name")).isEqualTo("wrong <&>");
    assertThat(wrong.getAttribute("line")).isEqualTo("3");
    Element failure = (Element) wrong.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message"))
        .isEqualTo("a.test.yaml:3: record: expected any value, actual nothing?");
    assertThat(failure.getTextContent()).contains("message 1 was sent");
    assertThat(xml.getElementsByTagName("skipped").getLength()).isEqualTo(1);
  }
}
