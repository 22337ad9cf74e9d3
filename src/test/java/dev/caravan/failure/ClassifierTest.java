package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Reason;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** The classification rules; FailurePolicyTest checks what each of AWS's answers means. */
class ClassifierTest {

  static final List<FailureRule> RULES = FailureRules.ALL;

  private final Classifier classifier = new Classifier(RULES);

  @ParameterizedTest
  @FieldSource("RULES")
  void every_rule_decides_about_some_exception(FailureRule rule) throws Exception {
    Throwable matching = matching(rule);

    assertThat(classifier.ruleFor(matching)).contains(rule);
    assertThat(classifier.classify(matching).row().reason()).isEqualTo(rule.reason());
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void every_rule_has_a_public_source_and_a_text_that_can_match(FailureRule rule) {
    assertThat(rule.source()).startsWith("https://");
    assertThat(rule.text()).isEqualTo(rule.text().toLowerCase(Locale.ROOT));
    assertThat(rule.reason()).isNotEqualTo(Reason.UNEXPECTED);
  }

  @Test
  void the_text_of_a_rule_is_looked_for_in_what_aws_says_and_nowhere_else() {
    AwsServiceException.Builder answer = ValidationException.builder().statusCode(400);

    assertThat(reasonOf(answer.message("blocked").build())).isEqualTo(Reason.REFUSED);
    assertThat(reasonOf(answer.awsErrorDetails(saying("BLOCKED by a filter")).build()))
        .isEqualTo(Reason.CONTENT_BLOCKED);
  }

  @Test
  void the_first_rule_that_matches_decides() {
    FailureRule first =
        new FailureRule(RuntimeException.class, FailureRule.ANY_STATUS, "", Reason.QUOTA, "");
    FailureRule second =
        new FailureRule(IllegalStateException.class, FailureRule.ANY_STATUS, "", Reason.STORE, "");
    IllegalStateException both = new IllegalStateException();

    assertThat(new Classifier(List.of(first, second)).classify(both).row().reason())
        .isEqualTo(Reason.QUOTA);
    assertThat(new Classifier(List.of(second, first)).classify(both).row().reason())
        .isEqualTo(Reason.STORE);
  }

  @Test
  void an_exception_without_a_rule_is_unexpected() {
    IllegalStateException bug = new IllegalStateException("a bug", new RuntimeException());

    assertThat(classifier.classify(bug).row().reason()).isEqualTo(Reason.UNEXPECTED);
    assertThat(classifier.classify(bug).cause()).isSameAs(bug);
    assertThat(classifier.classify(null).row().reason()).isEqualTo(Reason.UNEXPECTED);
  }

  private Reason reasonOf(Throwable thrown) {
    return classifier.classify(thrown).row().reason();
  }

  /** An exception that has exactly what the rule asks for. */
  private static Throwable matching(FailureRule rule) throws Exception {
    if (rule.type() == SdkClientException.class) {
      return SdkClientException.create("Unable to execute HTTP request");
    }
    int status = rule.status() == FailureRule.ANY_STATUS ? 500 : rule.status();
    AwsServiceException.Builder builder =
        (AwsServiceException.Builder) rule.type().getMethod("builder").invoke(null);
    return builder.statusCode(status).awsErrorDetails(saying(rule.text())).build();
  }

  private static AwsErrorDetails saying(String message) {
    return AwsErrorDetails.builder().errorMessage(message).build();
  }
}
