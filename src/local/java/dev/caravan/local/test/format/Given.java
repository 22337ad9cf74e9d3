package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import java.util.Optional;

/**
 * What is stored before the test begins.
 *
 * @param record the generation's record in S3, with the fields that matter to the test
 * @param result the generation's result: a text, or contentType, text and metadata
 * @param deadLetter a dead letter: a text as SQS itself moves it, or the fields of our envelope
 */
public record Given(
    Optional<Located> record, Optional<Located> result, Optional<Located> deadLetter) {

  static Given nothing() {
    return new Given(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
