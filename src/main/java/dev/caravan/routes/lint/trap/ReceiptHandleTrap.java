package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.Route;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;

/** Steps that remove the header with the receipt handle, which Camel needs to delete a message. */
public final class ReceiptHandleTrap implements Check {

  static final Rule REMOVED =
      Rule.trap(
          "receipt-handle-removed",
          "Without its receipt handle, a message is not deleted. SQS delivers it again, and it is"
              + " paid for again.");

  private static final String HANDLE = "CamelAwsSqsReceiptHandle";

  public static List<Rule> rules() {
    return List.of(REMOVED);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (Route route : routes.reachedFrom(routes.fromQueue())) {
      Stream.concat(
              route.steps().stream(),
              routes.handling(route).stream().flatMap(handling -> handling.steps().stream()))
          .filter(ReceiptHandleTrap::removes)
          .forEach(
              step ->
                  findings.add(
                      REMOVED,
                      step.key(),
                      "This removes %s from messages of the queue, which pass through %s."
                          .formatted(HANDLE, route.shown()),
                      "Name only the headers to remove, or add `excludePattern:"
                          + " \"CamelAwsSqs*\"`."));
    }
  }

  private static boolean removes(Step step) {
    if (step.kind().equals("removeHeader")) {
      return HANDLE.equalsIgnoreCase(either(step, "name"));
    }
    String except = step.body().text("excludePattern");
    return step.kind().equals("removeHeaders")
        && PatternHelper.matchPattern(HANDLE, either(step, "pattern"))
        && (except.isEmpty() || !PatternHelper.matchPattern(HANDLE, except));
  }

  private static String either(Step step, String key) {
    return step.body().isScalar() ? step.body().text() : step.body().text(key);
  }
}
