package dev.caravan.model;

import dev.caravan.generation.Generation;
import dev.caravan.generation.InvalidPromptException;
import java.time.Clock;
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

  /** The model to use instead of one that can't be used. */
  public static final String FALLBACK = "_fallbackModel";

  private final Catalogue catalogue;
  private final int maxCalls;
  private final Clock clock;

  /**
   * @param maxCalls for one prompt, in all its attempts together
   */
  public Models(Catalogue catalogue, int maxCalls) {
    this(catalogue, maxCalls, Clock.systemUTC());
  }

  Models(Catalogue catalogue, int maxCalls, Clock clock) {
    this.catalogue = catalogue;
    this.maxCalls = maxCalls;
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
   */
  public Generation request(Generation claimed, Exchange exchange) {
    int calls = exchange.getVariable(CALLS, claimed.modelCalls(), Integer.class);
    if (calls >= maxCalls) {
      throw new CallsUsedUpException(calls, claimed.failure());
    }
    Model model = inUse(claimed, exchange);
    Generation generation =
        model.id().equals(claimed.model()) ? claimed : onModel(claimed, model.id());
    exchange.setVariable(CALLS, calls + 1);
    exchange.setVariable(REQUEST, request(generation, model));
    return generation
        .withModelCalls(calls + 1)
        .withTimes(generation.times().withInvoked(clock.instant()));
  }

  /** The model of the next call: the generation's, or its fallback. */
  public Model inUse(Generation claimed, Exchange exchange) {
    return catalogue.accepted(exchange.getVariable(FALLBACK, claimed.model(), String.class));
  }

  /** Takes back the count of a call that Bedrock rejected at once and did not bill. */
  public void uncount(Exchange exchange) {
    exchange.setVariable(CALLS, Math.max(0, exchange.getVariable(CALLS, 0, Integer.class) - 1));
  }

  /** Sets {@value #FALLBACK} to the model's fallback, if there is one; at most once. */
  public void fallBack(Exchange exchange) {
    Generation claimed = exchange.getVariable("generation", Generation.class);
    String next = catalogue.accepted(claimed.model()).fallback();
    if (exchange.getVariable(FALLBACK) == null && next != null && takes(next, claimed)) {
      exchange.setVariable(FALLBACK, next);
    }
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
   * Reads the response in the variable {@value #RESPONSE}, removes it, and sets {@value #ANSWER} to
   * the {@link Answer}.
   *
   * @throws ContentBlockedException if a filter refused
   * @throws ModelAnswerException if the response has no result
   */
  public Generation read(Generation generation, Exchange exchange) {
    Model model = catalogue.accepted(generation.model());
    Generation back = generation.withTimes(generation.times().withAnswered(clock.instant()));
    Answer answer = answer(model, exchange);
    exchange.setVariable(ANSWER, answer);
    // The response contains the image once more, in base64.
    exchange.removeVariable(RESPONSE);
    return back.answered(
        answer.seed() == null ? generation.seed() : answer.seed(),
        answer.usage(),
        Cost.of(model.price(), answer.usage()));
  }

  private static Object request(Generation generation, Model model) {
    if (model.family() instanceof ImageFamily family) {
      return family.request(generation, model);
    }
    return ((ConverseFamily) model.family()).request(generation.prompt(), model);
  }

  private static Answer answer(Model model, Exchange exchange) {
    if (model.family() instanceof ImageFamily family) {
      InvokeModelResponse response = exchange.getVariable(RESPONSE, InvokeModelResponse.class);
      return family.read(response.body().asByteArrayUnsafe());
    }
    return ((ConverseFamily) model.family())
        .read(
            exchange.getVariable(RESPONSE, String.class),
            exchange.getVariable(header("CamelAwsBedrockConverseStopReason"), String.class),
            exchange.getVariable(header("CamelAwsBedrockConverseUsage"), TokenUsage.class));
  }

  private static String header(String name) {
    return "header:" + RESPONSE + "." + name;
  }
}
