package dev.caravan.model;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Prompt;
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

  private final Catalogue catalogue;
  private final Clock clock;

  public Models(Catalogue catalogue) {
    this(catalogue, Clock.systemUTC());
  }

  Models(Catalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /**
   * Fills in what the prompt leaves to the catalogue, once, so that every try asks for the same.
   *
   * @throws dev.caravan.generation.InvalidPromptException where the model can't take it
   */
  public Generation accept(Generation generation) {
    Prompt asked = generation.prompt();
    Model model = catalogue.find(asked.model());
    new PromptLimits(model).check(asked);
    String ratio =
        asked.aspectRatio() == null ? model.defaults().aspectRatio() : asked.aspectRatio();
    return generation.accepted(model.id(), ratio, Seeds.of(generation, model));
  }

  /** True for models that are asked with Converse and answer with text. */
  public boolean isText(Generation generation) {
    return catalogue.find(generation.model()).family().isText();
  }

  /** Puts the SDK's request for this generation into the variable {@value #REQUEST}. */
  public Generation request(Generation generation, Exchange exchange) {
    Model model = catalogue.find(generation.model());
    exchange.setVariable(REQUEST, request(generation, model));
    return generation.withTimes(generation.times().withInvoked(clock.instant()));
  }

  /**
   * Reads the response in the variable {@value #RESPONSE} and puts the {@link Answer} into {@value
   * #ANSWER}.
   *
   * @throws ContentBlockedException where a filter refused
   * @throws ModelAnswerException where there is no result in it
   */
  public Generation read(Generation generation, Exchange exchange) {
    Model model = catalogue.find(generation.model());
    Generation back = generation.withTimes(generation.times().withAnswered(clock.instant()));
    Answer answer = answer(model, exchange);
    exchange.setVariable(ANSWER, answer);
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
