package dev.caravan.local.test.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.bedrock.rule.Fault;
import dev.caravan.local.bedrock.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which test files are valid, and the complaints about those that are not. */
class TestFileReaderTest {

  private final TestFileReader reader = new TestFileReader(Set.of("our.own"));

  @Test
  void all_parts_of_a_test_are_read() {
    List<RouteTest> tests =
        read(
            """
            settings: { our.own: 1 }
            tests:
              - name: everything
                settings: { caravan.model.tries: 2 }
                given: { record: { state: queued }, result: a text, deadLetter: raw }
                model: [throttle, { action: block, how: output, times: 1 }]
                within: 2.5
                http:
                  post: /generate
                  headers: { Prefer: respond-async, X-Count: 2 }
                  port: management
                  body: { prompt: a boat }
                expect:
                  status: 200
                  headers: { Content-Type: text/plain, Retry-After: 5 }
                  record: { failure.reason: THROTTLED }
            """);

    assertThat(complaints()).isEmpty();
    RouteTest test = tests.get(0);
    assertThat(test.place()).hasToString("a.test.yaml:3");
    assertThat(test.settings())
        .containsEntry("our.own", "1")
        .containsEntry("caravan.model.tries", "2");
    assertThat(test.model()).extracting(Rule::action).first().isEqualTo(Fault.THROTTLE);
    assertThat(test.model().get(1).frequency().times()).isEqualTo(1);
    assertThat(test.within()).isEqualTo(Duration.ofMillis(2500));
    Call.Http http = (Call.Http) test.steps().get(0).call();
    assertThat(http.method()).isEqualTo("POST");
    assertThat(http.management()).isTrue();
    assertThat(http.headers()).containsEntry("X-Count", "2");
    var expected = test.steps().get(0).expected();
    assertThat(expected.get(Part.HEADERS).json())
        .hasToString("{\"content-type\":\"text/plain\",\"retry-after\":\"5\"}");
    assertThat(expected.get(Part.RECORD).fields().get("failure.reason").place())
        .hasToString("a.test.yaml:16");
  }

  @Test
  void steps_are_read_in_order_and_anchors_may_repeat_a_call() {
    List<RouteTest> tests =
        read(
            """
            tests:
              - name: twice
                steps:
                  - message: &same { body: a boat, attributes: { n: 1 } }
                    expect: { message: deleted }
                  - message: *same
                    expect: { modelCalls: 1..2 }
            """);

    assertThat(complaints()).isEmpty();
    assertThat(tests.get(0).steps()).hasSize(2);
    assertThat(tests.get(0).steps().get(1).call()).isInstanceOf(Call.Message.class);
  }

  @Test
  void a_misspelled_field_is_reported_with_its_line_and_the_right_name() {
    read(
        """
        tests:
          - name: a typo
            http: { get: /generations }
            expcet:
              status: 200
            expect: { statsu: 200 }
        """);

    assertThat(complaints())
        .containsExactly(
            "a.test.yaml:4:5: unknown field \"expcet\", allowed: name, settings, given,"
                + " model, within, http, message, expect, steps. Did you mean \"expect\"?",
            "a.test.yaml:6:15: unknown field \"statsu\", allowed: status, headers, body,"
                + " record, objects, deadLetter, message, modelCalls. Did you mean \"status\"?");
  }

  @Test
  void a_misspelled_rule_is_refused_in_the_words_of_the_local_bedrock() {
    read(
        """
        tests:
          - name: a typo
            model:
              - throtle
              - { action: block, how: promt }
              - action: slow
                latency: soon
              - match: { modell: x }
                action: reset
            http: { get: /generations }
            expect: { status: 200 }
        """);

    assertThat(complaints()).hasSize(4);
    assertThat(complaints().get(0))
        .startsWith("a.test.yaml:4:9: model: action: found \"throtle\"")
        .endsWith("Did you mean \"throttle\"?");
    assertThat(complaints().get(1)).startsWith("a.test.yaml:5:26: model: how: found \"promt\"");
    assertThat(complaints().get(2)).startsWith("a.test.yaml:7:9: model: latency: found \"soon\"");
    assertThat(complaints().get(3)).startsWith("a.test.yaml:8:18: model: match.modell: unknown");
  }

  @Test
  void an_unknown_name_in_a_record_letter_object_or_call_is_refused() {
    read(
        """
        tests:
          - name: typos
            given: { record: { stat: done }, deadLetter: { reson: QUOTA } }
            http: { get: /generations }
            expect:
              record:
                faliure.reason: absent
                failure.reasn: absent
                prompt: { txt: a }
                prompt.metadata.anything: any
              objects: { a.txt: { contenttype: any } }
              deadLetter: { raeson: any }
              modelCalls: [{ promt: any }]
        """);

    assertThat(complaints())
        .map(line -> line.replaceAll(", allowed: .*\\. Did", " Did"))
        .containsExactly(
            "a.test.yaml:3:24: unknown name \"stat\" Did you mean \"state\"?",
            "a.test.yaml:3:52: unknown name \"reson\" Did you mean \"reason\"?",
            "a.test.yaml:7:9: unknown name \"faliure\" Did you mean \"failure\"?",
            "a.test.yaml:8:9: unknown name \"reasn\" Did you mean \"reason\"?",
            "a.test.yaml:9:19: unknown name \"txt\" Did you mean \"text\"?",
            "a.test.yaml:11:27: unknown name \"contenttype\" Did you mean" + " \"contentType\"?",
            "a.test.yaml:12:21: unknown name \"raeson\" Did you mean \"reason\"?",
            "a.test.yaml:13:22: unknown name \"promt\" Did you mean \"prompt\"?");
  }

  @Test
  void a_test_needs_a_name_one_call_and_an_expectation() {
    read(
        """
        tests:
          - http: { get: / }
            expect: { status: 200 }
          - name: nothing is done
            expect: { record: any }
          - name: two things at once
            http: { get: / }
            message: x
            expect: { record: any }
          - name: nothing is expected
            message: x
          - name: both
            message: x
            steps: [{ message: x, expect: { record: any } }]
          - name: twice
            message: x
            expect: { record: any }
          - name: twice
            message: x
            expect: { record: any }
          - name: an answer to a message
            message: x
            expect: { status: 200 }
        """);

    assertThat(complaints())
        .containsExactly(
            "a.test.yaml:2:5: found no \"name\"; say in a sentence what should happen",
            "a.test.yaml:4:5: found neither \"http\" nor \"message\", allowed: one of them, or"
                + " \"steps\"",
            "a.test.yaml:6:5: found \"http\" and \"message\", allowed: one of them; for both, write"
                + " \"steps\"",
            "a.test.yaml:10:5: found no \"expect\"; say what should be true after the call",
            "a.test.yaml:13:5: found \"message\" next to \"steps\"; move it into a step",
            "a.test.yaml:18:5: found the name \"twice\" twice, first at a.test.yaml:15",
            "a.test.yaml:23:15: status: found after a message, allowed: only after \"http\"");
  }

  @Test
  void an_invalid_value_is_refused_with_its_place() {
    read(
        """
        tests:
          - name: values
            within: soon
            http: { get: generations, port: admin, headers: { A: [] } }
            expect:
              status: [200]
              headers: many
              body: { a: "~[", b: 3..1, c: , d: "~${id}-$", e: "${ide}" }
              record: 7
              message: delete
              modelCalls: few
          - name: two methods
            http: { get: /, post: / }
            expect: { status: 200 }
          - name: a bare JSON message
            message: { prompt: x }
            expect: { record: any }
          - name: an empty expectation
            expect: {}
            message: x
        """);

    assertThat(complaints())
        .map(line -> line.replaceAll("^a.test.yaml:", ""))
        .containsExactly(
            "3:5: within: found \"soon\", allowed: a number of seconds above 0, up to 600",
            "4:13: found the path \"generations\", allowed: one that begins with /",
            "4:31: port: found \"admin\", allowed: api, management",
            "4:55: headers.A: found [], allowed: a text or a number",
            "6:7: status: found a collection, allowed: one value",
            "7:7: headers: found \"many\", allowed: a mapping",
            "8:15: \"~[\" can't be expected: Unclosed character class near index 0",
            "8:24: \"3..1\" can't be expected: found 3..1, allowed: the smaller number first",
            "8:33: found nothing, allowed: a value, any, or absent",
            "8:53: found ${ide}, allowed: ${id}, ${bucket}, ${past}, ${future}, or $${ide} for the"
                + " text itself. Did you mean \"id\"?",
            "9:7: record: found 7, allowed: a mapping, any, or absent",
            "10:7: message: found \"delete\", allowed: deleted, given-back. Did you mean"
                + " \"deleted\"?",
            "11:7: modelCalls: found \"few\", allowed: a whole number, a range such as 1..3, or a"
                + " list of calls",
            "13:5: http: found get and post, allowed: one of get, post, put, patch, delete with a"
                + " path, for example post: /generate",
            "16:5: message: found no \"body\"; write a JSON message as body: { prompt: … }",
            "16:16: unknown field \"prompt\", allowed: body, attributes",
            "19:5: found no expectation, allowed: at least one of status, headers, body, record,"
                + " objects, deadLetter, message, modelCalls");
  }

  @Test
  void a_setting_must_be_one_that_the_routes_use() {
    read(
        """
        tests:
          - name: settings
            settings:
              caravan.model.tires: 1
              caravan.claim.seconds: soon
              http.port: 8080
              our.own: anything
              camel.main.name: mine
            message: x
            expect: { record: any }
        """);

    assertThat(complaints())
        .containsExactly(
            "a.test.yaml:4:7: settings: unknown name \"caravan.model.tires\"; no route uses it and"
                + " docs/configuration.md does not list it. Did you mean \"caravan.model.tries\"?",
            "a.test.yaml:5:7: settings: CARAVAN_CLAIM_SECONDS is \"soon\"; it must be a whole number"
                + " of seconds from 1, for example 60",
            "a.test.yaml:6:7: settings: found \"http.port\", which is set to the test's own servers;"
                + " remove it");
  }

  @Test
  void a_file_without_yaml_or_a_list_of_tests_is_refused() {
    reader.read("a.test.yaml", "");
    reader.read("b.test.yaml", "tests: [");
    reader.read("c.test.yaml", "- name: x");
    reader.read(
        "d.test.yaml",
        "tests:\n  - name: a\n    name: b\n    message: x\n    expect: {record: any}");
    reader.read("e.test.yaml", "tests: [text]");

    assertThat(complaints())
        .map(line -> line.replaceAll("not YAML: .*", "not YAML"))
        .containsExactly(
            "a.test.yaml:1:1: found an empty file; write \"tests:\" and a list of tests",
            "b.test.yaml:1:9: not YAML",
            "c.test.yaml:1:1: found [{\"name\":\"x\"}], allowed: a mapping with tests, settings",
            "c.test.yaml:1:1: found no \"tests\"; write a list of at least one test",
            "d.test.yaml:3:5: found \"name\" twice, first at d.test.yaml:2",
            "e.test.yaml:1:9: found \"text\", allowed: a mapping with name, settings, given, model,"
                + " within, http, message, expect, steps");
  }

  private List<RouteTest> read(String yaml) {
    return reader.read("a.test.yaml", yaml);
  }

  private List<String> complaints() {
    return reader.complaints().lines();
  }
}
