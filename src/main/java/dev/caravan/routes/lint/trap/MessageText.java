package dev.caravan.routes.lint.trap;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which parts of an expression are what a caller or sender wrote. */
final class MessageText {

  private static final Pattern OF_MESSAGE =
      Pattern.compile(
          "\\$\\{(?:in[.])?(body|bodyAs|mandatoryBodyAs|bodyOneLine|prettyBody|headers?|jsonpath|jq"
              + "|xpath)\\b([^}]*)}");

  /** These are SQS's, not a sender's; and an id was checked when the message was read. */
  private static final Set<String> HARMLESS =
      Set.of("body.id", "header.CamelAwsSqsMessageId", "headers.CamelAwsSqsMessageId");

  private static final Pattern WHOLE =
      Pattern.compile(
          "\\$\\{(?:in[.])?(?:(?:body|bodyOneLine|prettyBody)|(?:bodyAs|mandatoryBodyAs)\\([^}]*"
              + "|body[.?]+prompt[^}]*|exchange)}");

  private MessageText() {}

  /** True where some of it is in there that may be anything. */
  static boolean isIn(String simple) {
    Matcher part = OF_MESSAGE.matcher(simple);
    while (part.find()) {
      if (!HARMLESS.contains(part.group(1) + part.group(2))) {
        return true;
      }
    }
    return false;
  }

  /** True where the prompt itself is in there. */
  static boolean isPromptIn(String simple) {
    return WHOLE.matcher(simple).find();
  }
}
