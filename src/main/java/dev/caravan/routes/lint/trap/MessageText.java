package dev.caravan.routes.lint.trap;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the parts of an expression that contain text from a caller or sender. */
final class MessageText {

  private static final Pattern OF_MESSAGE =
      Pattern.compile(
          "\\$\\{(?:in[.])?(body|bodyAs|mandatoryBodyAs|bodyOneLine|prettyBody|headers?|jsonpath|jq"
              + "|xpath)\\b([^}]*)}");

  /** SQS sets the message id, and Caravan validates {@code body.id} when it reads the message. */
  private static final Set<String> HARMLESS =
      Set.of("body.id", "header.CamelAwsSqsMessageId", "headers.CamelAwsSqsMessageId");

  private static final Pattern WHOLE =
      Pattern.compile(
          "\\$\\{(?:in[.])?(?:(?:body|bodyOneLine|prettyBody)|(?:bodyAs|mandatoryBodyAs)\\([^}]*"
              + "|body[.?]+prompt[^}]*|exchange)}");

  private MessageText() {}

  /** True if the expression contains unchecked text of a message. */
  static boolean isIn(String simple) {
    Matcher part = OF_MESSAGE.matcher(simple);
    while (part.find()) {
      if (!HARMLESS.contains(part.group(1) + part.group(2))) {
        return true;
      }
    }
    return false;
  }

  /** True if the expression contains the prompt. */
  static boolean isPromptIn(String simple) {
    return WHOLE.matcher(simple).find();
  }
}
