package dev.caravan.local.bedrock.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleReaderTest {

  private final RuleReader reader = new RuleReader();

  static Stream<Action> actions() {
    return Stream.<Action[]>of(
            Fault.values(),
            Outcome.values(),
            Wire.values(),
            new Action[] {
              Stall.forever(), new Stall(Duration.ofMillis(1500)), new Large(18_000_000)
            })
        .flatMap(Stream::of);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void a_written_rule_reads_as_the_same_rule(Action action) {
    Rule rule =
        Rule.of(action)
            .named("r")
            .on(Match.model("amazon.*").andPrompt("lake").andPromptRegex("^a"))
            .times(3)
            .every(2)
            .probability(0.25, 42)
            .lasting(Duration.ofMillis(90_500))
            .after(Latency.between(Duration.ofMillis(10), Duration.ofSeconds(2)));

    assertThat(reader.read(new RuleWriter().rule(rule).toString())).containsExactly(rule);
  }

  @Test
  void what_the_stand_in_shows_can_be_sent_back_to_it() {
    Misbehaviour misbehaviour = new Misbehaviour(() -> 0);
    misbehaviour.add(Rule.of(Fault.THROTTLE).times(3));
    misbehaviour.add(Rule.slow(Latency.parse("1s-3s")));

    assertThat(reader.readDocument(new RuleWriter().document(misbehaviour).toString()))
        .isEqualTo(misbehaviour.list());
  }

  @Test
  void a_rule_may_come_alone_or_in_a_list() {
    assertThat(reader.read("{\"action\": \"throttle\"}"))
        .isEqualTo(reader.read("{\"rules\": [{\"action\": \"throttle\"}]}"))
        .isEqualTo(List.of(Rule.of(Fault.THROTTLE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // rule | part of the message
        "{} | action: found nothing, allowed: throttle",
        "{\"action\": \"throtle\"} | Did you mean \"throttle\"?",
        "{\"action\": \"throttle\", \"tmes\": 1} | tmes: unknown field",
        "{\"action\": \"throttle\", \"times\": 0} | times: found 0, allowed: a whole number, 1 or more",
        "{\"action\": \"throttle\", \"times\": 1.5} | times: found 1.5",
        "{\"action\": \"throttle\", \"probability\": 2} | probability: found 2, allowed: a number from 0 to 1",
        "{\"action\": \"throttle\", \"seed\": 2} | seed: found without \"probability\"",
        "{\"action\": \"throttle\", \"for\": \"soon\"} | for: found \"soon\", allowed: a time such as",
        "{\"action\": \"throttle\", \"seconds\": 2} | seconds: found with \"throttle\", allowed: only with stall",
        "{\"action\": \"throttle\", \"bytes\": 2} | bytes: found with \"throttle\", allowed: only with large",
        "{\"action\": \"large\", \"bytes\": 0} | bytes: found 0, allowed: a whole number, 1 or more",
        "{\"action\": \"throttle\", \"how\": \"prompt\"} | how: found with \"throttle\"",
        "{\"action\": \"block\", \"how\": \"all\"} | how: found \"all\", allowed: prompt, input, output, some",
        "{\"action\": \"slow\"} | latency: found nothing",
        "{\"action\": \"slow\", \"latency\": \"3s-1s\"} | latency: found 3s-1s",
        "{\"action\": \"throttle\", \"match\": {\"promptRegex\": \"(\"}} | match.promptRegex: found \"(\"",
        "{\"action\": \"throttle\", \"match\": {\"operation\": \"invoek\"}} | Did you mean \"invoke\"?",
        "[] | the document: found [], allowed: an object",
        "{\"rules\": 5} | rules: found 5, allowed: a list of rules",
        "{\"rules\": [{\"action\": \"throttle\"}, {\"action\": 5}]} | rules[1].action: found 5",
        "{\"action\": \"throttle\"} x | found text that is not JSON (line 1",
      })
  void a_mistake_is_reported_with_its_place_the_value_found_and_the_values_allowed(
      String rule, String says) {
    assertThatThrownBy(() -> reader.read(rule))
        .isInstanceOf(InvalidRule.class)
        .hasMessageContaining(says);
  }

  @Property
  void arbitrary_text_is_refused_and_nothing_else(@ForAll String text) {
    assertThatThrownBy(() -> reader.read(text)).isInstanceOf(InvalidRule.class);
  }
}
