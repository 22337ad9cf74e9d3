package dev.caravan.local.bedrock.rule;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The calls that a rule applies to. An empty part matches everything.
 *
 * @param model the model's id, or a pattern with {@code *} and {@code ?}
 * @param prompt text that the prompt contains; case does not matter
 * @param promptRegex an expression that is found in the prompt
 * @param operations by default model calls only, so that a health check does not use up a rule
 */
public record Match(String model, String prompt, String promptRegex, Set<Operation> operations) {

  private static final Set<Operation> MODEL_CALLS = Set.of(Operation.INVOKE, Operation.CONVERSE);

  public Match {
    operations = Set.copyOf(operations);
    Pattern.compile(promptRegex);
  }

  public static Match everything() {
    return new Match("", "", "", MODEL_CALLS);
  }

  public static Match model(String idOrPattern) {
    return everything().andModel(idOrPattern);
  }

  public static Match prompt(String contained) {
    return everything().andPrompt(contained);
  }

  public Match andModel(String idOrPattern) {
    return new Match(idOrPattern, prompt, promptRegex, operations);
  }

  public Match andPrompt(String contained) {
    return new Match(model, contained, promptRegex, operations);
  }

  public Match andPromptRegex(String expression) {
    return new Match(model, prompt, expression, operations);
  }

  public Match on(Operation operation) {
    return new Match(model, prompt, promptRegex, Set.of(operation));
  }

  boolean isForModelCalls() {
    return operations.equals(MODEL_CALLS);
  }

  boolean matches(Asked call) {
    return operations.contains(call.operation()) && modelMatches(call) && promptMatches(call);
  }

  private boolean modelMatches(Asked call) {
    Glob glob = new Glob(model);
    return model.isEmpty()
        || glob.matches(call.modelId())
        || glob.matches(call.foundationModelId());
  }

  private boolean promptMatches(Asked call) {
    return call.prompt().toLowerCase(Locale.ROOT).contains(prompt.toLowerCase(Locale.ROOT))
        && Pattern.compile(promptRegex).matcher(call.prompt()).find();
  }
}
