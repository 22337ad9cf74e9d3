package dev.caravan.local.test.report;

import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.local.test.run.TestResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The results as JUnit XML, which build servers read: one suite per file. */
public final class JUnitReport {

  private final List<RouteTest> asked;
  private final List<TestResult> results;

  /**
   * @param asked all tests that should have run; tests without a result were skipped
   */
  public JUnitReport(List<RouteTest> asked, List<TestResult> results) {
    this.asked = asked;
    this.results = results;
  }

  public void write(Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    try (Writer writer = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(writer);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      counts(xml, asked);
      for (Map.Entry<String, List<RouteTest>> suite : suites().entrySet()) {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", suite.getKey());
        counts(xml, suite.getValue());
        for (RouteTest test : suite.getValue()) {
          test(xml, test);
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("Can't write " + file, e);
    }
  }

  private Map<String, List<RouteTest>> suites() {
    return asked.stream()
        .collect(Collectors.groupingBy(RouteTest::file, LinkedHashMap::new, Collectors.toList()));
  }

  private void counts(XMLStreamWriter xml, List<RouteTest> tests) throws XMLStreamException {
    List<TestResult> ran = results.stream().filter(r -> tests.contains(r.test())).toList();
    long failed = ran.stream().filter(result -> !result.passed()).count();
    Duration took = ran.stream().map(TestResult::took).reduce(Duration.ZERO, Duration::plus);
    xml.writeAttribute("tests", String.valueOf(tests.size()));
    xml.writeAttribute("failures", String.valueOf(failed));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", String.valueOf(tests.size() - ran.size()));
    xml.writeAttribute("time", seconds(took));
  }

  private void test(XMLStreamWriter xml, RouteTest test) throws XMLStreamException {
    Optional<TestResult> result =
        results.stream().filter(candidate -> candidate.test() == test).findFirst();
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", test.name());
    xml.writeAttribute("classname", test.file());
    xml.writeAttribute("file", test.file());
    xml.writeAttribute("line", String.valueOf(test.place().line()));
    xml.writeAttribute("time", seconds(result.map(TestResult::took).orElse(Duration.ZERO)));
    if (result.isEmpty()) {
      xml.writeEmptyElement("skipped");
    } else if (!result.get().passed()) {
      failure(xml, result.get());
    }
    xml.writeEndElement();
  }

  private static void failure(XMLStreamWriter xml, TestResult result) throws XMLStreamException {
    Mismatch first = result.mismatches().get(0);
    xml.writeStartElement("failure");
    xml.writeAttribute("type", "mismatch");
    xml.writeAttribute(
        "message",
        printable(
            "%s: %s: expected %s, actual %s"
                .formatted(first.place(), first.what(), first.expected(), first.actual())));
    StringBuilder text = new StringBuilder();
    for (Mismatch mismatch : result.mismatches()) {
      text.append(
          "%s: %s%n  expected  %s%n  actual    %s%n"
              .formatted(
                  mismatch.place(), mismatch.what(), mismatch.expected(), mismatch.actual()));
    }
    result.story().forEach(line -> text.append(line).append('\n'));
    xml.writeCharacters(printable(text.toString()));
    xml.writeEndElement();
  }

  /** XML can't represent most control characters. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x09\\x0A\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }
}
