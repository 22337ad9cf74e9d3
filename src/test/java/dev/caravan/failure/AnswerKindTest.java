package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

class AnswerKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expected maxLength: 42000, actual: 46735 | expected maxLength: 42000, actual: 46736",
        "extraneous key [one] is not permitted | extraneous key [two] is not permitted",
        "Request \"a lake\" failed | Request \"a boat\" failed",
        "id 7f3c-9a21 is bad | id 11aa-0b is bad",
        "Is  Odd | is odd",
      })
  void the_parts_that_differ_from_prompt_to_prompt_do_not_count(String one, String other) {
    assertThat(kind(one)).isEqualTo(kind(other));
  }

  @Test
  void other_words_are_another_answer() {
    assertThat(kind("temperature is odd")).isNotEqualTo(kind("the seed is odd"));
    assertThat(AnswerKind.of(new IllegalStateException("odd")))
        .isNotEqualTo(AnswerKind.of(new IllegalArgumentException("odd")));
    assertThat(AnswerKind.of(new IllegalStateException())).isNotNull();
  }

  private static AnswerKind kind(String message) {
    return AnswerKind.of(
        ValidationException.builder()
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("ValidationException")
                    .errorMessage(message)
                    .build())
            .build());
  }
}
