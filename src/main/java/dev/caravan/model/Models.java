package dev.caravan.model;

import dev.caravan.generation.Generation;
import dev.caravan.generation.InvalidPromptException;
import java.time.Clock;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/** The route steps around a model call: is the prompt fit for it, how to ask, what it answered. */
public final class Models {

  /** The exchange variables that carry the call past the generation in the body. */
  public static final String REQUEST = "modelRequest";

  public static final String RESPONSE = "modelResponse";
  public static final String ANSWER = "answer";

  /** How many calls this prompt has had that may have been billed. */
  public static final String CALLS = "_modelCalls";

  /** The model to use in place of the one that can't be used. */
  public static final String FALLBACK = "_fallbackModel";

  private final Catalogue catalogue;
  private final int maxCalls;
  private final Clock clock;

  /**
   * @param maxCalls for one prompt, over all its tries
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
   * Fills in what the prompt leaves to the catalogue, once, so that every try asks for the same.
   *
   * @throws dev.caravan.generation.InvalidPromptException where the model can't take it
   */
  public Generation accept(Generation generation) {
    return onModel(generation, catalogue.find(generation.prompt().model()).id());
  }

  /**
   * Puts the prompt on another model than the one it asks for; a step of a route may choose it.
   *
   * @throws dev.caravan.generation.InvalidPromptException where that model can't take it
   */
  public Generation assign(Generation generation, String modelId) {
    return onModel(generation, catalogue.find(modelId).id());
  }

  /** True for models that are asked with Converse and answer with text. */
  public boolean isText(Generation generation) {
    return catalogue.accepted(generation.model()).family().isText();
  }

  /**
   * Puts the SDK's request for this generation into the variable {@value #REQUEST}, and counts the
   * call in {@value #CALLS}: a retry begins with the generation as it was before.
   *
   * @throws CallsUsedUpException where the prompt has had as many calls as one may have
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

  /** The model that the next call asks: the generation's, or the one to fall back to. */
  public Model inUse(Generation claimed, Exchange exchange) {
    return catalogue.accepted(exchange.getVariable(FALLBACK, claimed.model(), String.class));
  }

  /** The call was refused outright, so it was not billed and does not count. */
  public void uncount(Exchange exchange) {
    exchange.setVariable(CALLS, Math.max(0, exchange.getVariable(CALLS, 0, Integer.class) - 1));
  }

  /** Finds the model to fall back to, once, and puts it into {@value #FALLBACK}. */
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
   * Reads the response in the variable {@value #RESPONSE}, which is gone then, and puts the {@link
   * Answer} into {@value #ANSWER}.
   *
   * @throws ContentBlockedException where a filter refused
   * @throws ModelAnswerException where there is no result in it
   */
  public Generation read(Generation generation, Exchange exchange) {
    Model model = catalogue.accepted(generation.model());
    Generation back = generation.withTimes(generation.times().withAnswered(clock.instant()));
    Answer answer = answer(model, exchange);
    exchange.setVariable(ANSWER, answer);
    // An image in base64 is a third larger than itself; nobody needs both until the end.
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
