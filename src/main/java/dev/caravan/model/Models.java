package dev.caravan.model;

import dev.caravan.generation.Generation;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Usage;
import dev.caravan.memory.ByteBudget;
import dev.caravan.memory.Hold;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/** The route steps around a model call: check the prompt, write the request, read the answer. */
public final class Models {

  /** Exchange variables of the call, because the body is the generation. */
  public static final String REQUEST = "modelRequest";

  public static final String RESPONSE = "modelResponse";
  public static final String ANSWER = "answer";

  /** Number of this prompt's calls that may have been billed. */
  public static final String CALLS = "_modelCalls";

  /** The number of calls that the record already includes. */
  public static final String NOTED_CALLS = "_notedCalls";

  /** When the last call that may have been billed began ({@link Instant}). */
  public static final String CALLED_AT = "_calledAt";

  /** How long the message of a failed prompt stays hidden, a {@link Duration}. */
  public static final String HIDE_FOR = "_hideFor";

  /** When the caller of a failed prompt may try again, a {@link Duration}. */
  public static final String RETRY_AFTER = "_retryAfter";

  /** What all calls of the prompt together have used ({@link Usage}). */
  public static final String USAGE = "_usage";

  /** What all calls of the prompt together have cost, in US dollars. */
  public static final String COST = "_costUsd";

  /** What the last call has used ({@link Usage}); null if it reported nothing. */
  public static final String CALL_USAGE = "_callUsage";

  /** What the last call has cost, in US dollars; null if that is not known. */
  public static final String CALL_COST = "_callCostUsd";

  /** The last answer of an image model, parsed once ({@link ImageAnswer}). */
  private static final String PARSED = "_parsedAnswer";

  /** True once the last answer has been accounted for. */
  private static final String ACCOUNTED = "_accounted";

  /** The model to use instead of one that can't be used. */
  public static final String FALLBACK = "_fallbackModel";

  private final Catalogue catalogue;
  private final int maxCalls;
  private final AnswerMemory memory;
  private final Clock clock;

  /**
   * @param maxCalls for one prompt, in all its attempts together
   */
  public Models(Catalogue catalogue, int maxCalls) {
    this(catalogue, maxCalls, ByteBudget.unlimited());
  }

  /**
   * @param maxCalls for one prompt, in all its attempts together
   * @param memory for the answers of all prompts together
   */
  public Models(Catalogue catalogue, int maxCalls, ByteBudget memory) {
    this(catalogue, maxCalls, memory, Clock.systemUTC());
  }

  Models(Catalogue catalogue, int maxCalls, ByteBudget memory, Clock clock) {
    this.catalogue = catalogue;
    this.maxCalls = maxCalls;
    this.memory = new AnswerMemory(memory);
    this.clock = clock;
  }

  /**
   * Sets the parameters that the prompt leaves open, so that every attempt sends the same request.
   *
   * @throws dev.caravan.generation.InvalidPromptException if the model does not accept the prompt
   */
  public Generation accept(Generation generation) {
    return onModel(generation, catalogue.find(generation.prompt().model()).id());
  }

  /**
   * Assigns the prompt to another model, for a step that users add to a route.
   *
   * @throws dev.caravan.generation.InvalidPromptException if that model does not accept the prompt
   */
  public Generation assign(Generation generation, String modelId) {
    return onModel(generation, catalogue.find(modelId).id());
  }

  /** True for models that are called with Converse and answer with text. */
  public boolean isText(Generation generation) {
    return catalogue.accepted(generation.model()).family().isText();
  }

  /**
   * Sets the variable {@value #REQUEST} to the SDK's request for this generation. Counts the call
   * in {@value #CALLS}, because a retry begins with the generation as it was before.
   *
   * @throws CallsUsedUpException if the prompt has reached the maximum number of calls
   * @throws CallTooSoonException if an earlier attempt's call was made too recently
   */
  public Generation request(Generation claimed, Exchange exchange) {
    int calls = exchange.getVariable(CALLS, claimed.modelCalls(), Integer.class);
    if (calls >= maxCalls) {
      throw new CallsUsedUpException(calls, claimed.failure());
    }
    requireSpaced(claimed, calls, exchange);
    Model model = inUse(claimed, exchange);
    Generation generation =
        model.id().equals(claimed.model()) ? claimed : onModel(claimed, model.id());
    Instant now = clock.instant();
    exchange.setVariable(CALLS, calls + 1);
    exchange.setVariable(CALLED_AT, now);
    for (String ofTheCallBefore : new String[] {CALL_USAGE, CALL_COST, ACCOUNTED, PARSED}) {
      exchange.removeVariable(ofTheCallBefore);
    }
    exchange.setVariable(REQUEST, request(generation, model, memory.of(exchange)));
    return generation.withModelCalls(calls + 1).withTimes(generation.times().withInvoked(now));
  }

  /** The record says when the last call was made, so this holds for callers that try again, too. */
  private void requireSpaced(Generation claimed, int calls, Exchange exchange) {
    Instant last = claimed.times().invoked();
    Duration least = CallSpacing.after(calls);
    if (last == null || least.isZero()) {
      return;
    }
    Duration left = Duration.between(clock.instant(), last.plus(least));
    if (left.compareTo(Duration.ZERO) > 0) {
      Duration seconds = Duration.ofSeconds(left.toSeconds() + 1);
      exchange.setVariable(HIDE_FOR, seconds);
      exchange.setVariable(RETRY_AFTER, seconds);
      throw new CallTooSoonException(seconds, claimed.failure());
    }
  }

  /** The model of the next call: the generation's, or its fallback. */
  public Model inUse(Generation claimed, Exchange exchange) {
    return catalogue.accepted(exchange.getVariable(FALLBACK, claimed.model(), String.class));
  }

  /** Takes back the count of a call that Bedrock rejected at once and did not bill. */
  public void uncount(Exchange exchange) {
    exchange.setVariable(CALLS, Math.max(0, exchange.getVariable(CALLS, 0, Integer.class) - 1));
    exchange.removeVariable(CALLED_AT);
  }

  /** Sets {@value #FALLBACK} to the model's fallback, if there is one; at most once. */
  public void fallBack(Exchange exchange) {
    Generation claimed = exchange.getVariable("generation", Generation.class);
    fallback(claimed, exchange).ifPresent(next -> exchange.setVariable(FALLBACK, next.id()));
  }

  /** The model's fallback; empty if it has none that takes this prompt, or if it is in use. */
  public Optional<Model> fallback(Generation claimed, Exchange exchange) {
    return exchange.getVariable(FALLBACK) == null ? fallback(claimed) : Optional.empty();
  }

  /** The fallback of an accepted prompt's model; empty if it has none that takes this prompt. */
  public Optional<Model> fallback(Generation accepted) {
    return fallback(catalogue.accepted(accepted.model()))
        .filter(next -> takes(next.id(), accepted));
  }

  /** The model of an accepted prompt. */
  public Model of(Generation accepted) {
    return catalogue.accepted(accepted.model());
  }

  /** The fallback that the catalogue names for a model. */
  public Optional<Model> fallback(Model model) {
    return Optional.ofNullable(model.fallback()).map(catalogue::accepted);
  }

  private boolean takes(String modelId, Generation generation) {
    try {
      onModel(generation, modelId);
      return true;
    } catch (InvalidPromptException e) {
      return false;
    }
  }

  private Generation onModel(Generation generation, String modelId) {
    Model model = catalogue.accepted(modelId);
    new PromptLimits(model).check(generation.prompt());
    String ratio =
        generation.prompt().aspectRatio() == null
            ? model.defaults().aspectRatio()
            : generation.prompt().aspectRatio();
    return generation.accepted(model.id(), ratio, Seeds.of(generation, model));
  }

  /**
   * Accounts for the response in the variable {@value #RESPONSE}, whatever it says: adds its usage
   * and cost to those of the prompt's earlier calls.
   *
   * @throws ModelAnswerException if the response can't be parsed
   */
  public Generation account(Generation generation, Exchange exchange) {
    Model model = catalogue.accepted(generation.model());
    Usage usage = null;
    BigDecimal cost = null;
    if (model.family() instanceof ImageFamily) {
      ImageAnswer answer =
          ImageAnswer.parse(
              exchange.getVariable(RESPONSE, InvokeModelResponse.class).body().asByteArrayUnsafe());
      exchange.setVariable(PARSED, answer);
      cost = answer.hasImage() ? Cost.of(model.price(), null) : null;
    } else {
      TokenUsage tokens =
          exchange.getVariable(header("CamelAwsBedrockConverseUsage"), TokenUsage.class);
      usage =
          tokens == null
              ? null
              : new Usage(count(tokens.inputTokens()), count(tokens.outputTokens()));
      cost = Cost.of(model.price(), usage);
    }
    exchange.setVariable(CALL_USAGE, usage);
    exchange.setVariable(CALL_COST, cost);
    exchange.setVariable(ACCOUNTED, true);
    Usage before = exchange.getVariable(USAGE, generation.usage(), Usage.class);
    BigDecimal spent = exchange.getVariable(COST, generation.costUsd(), BigDecimal.class);
    Usage allUsage = before == null ? usage : before.plus(usage);
    BigDecimal allCost = spent == null || cost == null ? first(spent, cost) : spent.add(cost);
    exchange.setVariable(USAGE, allUsage);
    exchange.setVariable(COST, allCost);
    return generation.spent(allUsage, allCost);
  }

  /** A number that is missing or negative counts nothing: it must not lower what was spent. */
  private static int count(Integer tokens) {
    return tokens == null ? 0 : Math.max(0, tokens);
  }

  private static BigDecimal first(BigDecimal one, BigDecimal other) {
    return one == null ? other : one;
  }

  /**
   * Reads the response in the variable {@value #RESPONSE}, removes it, and sets {@value #ANSWER} to
   * the {@link Answer}.
   *
   * @throws ContentBlockedException if a filter refused
   * @throws ModelAnswerException if the response has no result
   */
  public Generation read(Generation generation, Exchange exchange) {
    Model model = catalogue.accepted(generation.model());
    Generation accounted =
        exchange.getVariable(ACCOUNTED) == null ? account(generation, exchange) : generation;
    Generation back = accounted.withTimes(accounted.times().withAnswered(clock.instant()));
    Answer answer = answer(model, exchange);
    exchange.setVariable(ANSWER, answer);
    exchange.removeVariable(PARSED);
    // The response contains the image once more, in base64.
    exchange.removeVariable(RESPONSE);
    AnswerMemory.keep(answer.bytes().length, exchange);
    return back.answered(
        answer.seed() == null ? generation.seed() : answer.seed(), answer.stopReason());
  }

  /**
   * Drops the answer, read or not, and gives its memory back. The caller drops what else refers to
   * its bytes.
   */
  public static void dropAnswer(Exchange exchange) {
    for (String variable : new String[] {RESPONSE, PARSED, ANSWER}) {
      exchange.removeVariable(variable);
    }
    AnswerMemory.release(exchange);
  }

  private static Object request(Generation generation, Model model, Hold hold) {
    if (model.family() instanceof ImageFamily family) {
      return family.request(generation, model).toBuilder()
          .overrideConfiguration(call -> call.putExecutionAttribute(AnswerMemory.OF_CALL, hold))
          .build();
    }
    return ((ConverseFamily) model.family())
        .request(generation.prompt(), model).toBuilder()
            .overrideConfiguration(
                call ->
                    call.putExecutionAttribute(AnswerMemory.OF_CALL, hold)
                        .putExecutionAttribute(StopReasons.OF_CALL, new AtomicReference<>()))
            .build();
  }

  private static Answer answer(Model model, Exchange exchange) {
    if (model.family() instanceof ImageFamily family) {
      return family.read(exchange.getVariable(PARSED, ImageAnswer.class));
    }
    return ((ConverseFamily) model.family())
        .read(
            model,
            // Without an output in the answer, camel-aws-bedrock leaves the request here.
            exchange.getVariable(RESPONSE) instanceof String text ? text : null,
            StopReasons.of(exchange),
            exchange.getVariable(CALL_USAGE, Usage.class));
  }

  private static String header(String name) {
    return "header:" + RESPONSE + "." + name;
  }
}
