package dev.caravan.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides what happens to the tests of the page on a machine without a browser. */
final class ChromiumCondition implements ExecutionCondition {

  private final Map<String, String> variables;
  private final Path skippedTests;

  /** For JUnit. The launcher and the pom show what is in this folder when the tests are over. */
  ChromiumCondition() {
    this(System.getenv(), Path.of("target", "skipped-tests"));
  }

  ChromiumCondition(Map<String, String> variables, Path skippedTests) {
    this.variables = variables;
    this.skippedTests = skippedTests;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    // Its methods are asked about as well, but only if the class is enabled.
    return context.getTestMethod().isPresent()
        ? ConditionEvaluationResult.enabled("decided for the class")
        : decide(context.getRequiredTestClass().getSimpleName());
  }

  /**
   * Leaves the reason in a file if this test class is to be skipped.
   *
   * @throws IllegalStateException if there is no browser and {@code CI} is {@code true}: CI must
   *     not pass a page that no browser has shown
   */
  ConditionEvaluationResult decide(String testClass) {
    if (Chromium.find(variables).isPresent()) {
      return ConditionEvaluationResult.enabled("there is a browser");
    }
    if ("true".equals(variables.get("CI"))) {
      throw new IllegalStateException(
          testClass
              + " needs Chromium or Chrome, and this machine has neither. "
              + Chromium.INSTALL);
    }
    String reason =
        testClass + " was skipped: it tests the page in a browser, and this machine has none.";
    try {
      Files.createDirectories(skippedTests);
      Files.writeString(
          skippedTests.resolve(testClass + ".txt"), reason + "\n" + Chromium.INSTALL + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
