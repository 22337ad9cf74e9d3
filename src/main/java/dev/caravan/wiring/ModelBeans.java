package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;
import static dev.caravan.wiring.Bean.closed;

import dev.caravan.failure.ModelProbe;
import dev.caravan.generation.PromptReader;
import dev.caravan.memory.ByteBudget;
import dev.caravan.metrics.Meters;
import dev.caravan.metrics.Metric;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Models;
import dev.caravan.model.NoAsyncBedrock;
import dev.caravan.model.RegionalBedrock;
import dev.caravan.pace.LaneProbes;
import dev.caravan.pace.LanesHealthCheck;
import dev.caravan.pace.Pace;
import dev.caravan.pace.PaceLifecycle;
import dev.caravan.pace.PaceSteps;
import dev.caravan.tracing.TracedCalls;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Prompts, models, and how many calls of a model may be in flight. */
final class ModelBeans {

  static final List<Bean<?>> ALL =
      List.of(
          bean(
              "promptReader",
              PromptReader.class,
              beans -> new PromptReader(beans.whole("caravan.prompt.max-characters"))),
          bean("catalogue", Catalogue.class, beans -> Catalogue.read(beans.text("caravan.models"))),
          bean("memory", ByteBudget.class, ModelBeans::memory),
          bean(
              "models",
              Models.class,
              beans ->
                  new Models(
                      beans.get(Catalogue.class),
                      beans.whole("caravan.model.max-calls"),
                      beans.get(ByteBudget.class))),
          closed("bedrock", BedrockRuntimeClient.class, ModelBeans::bedrock),
          bean("bedrockAsync", BedrockRuntimeAsyncClient.class, beans -> new NoAsyncBedrock()),
          closed(
              "laneProbes",
              LaneProbes.class,
              beans ->
                  new LaneProbes(
                      beans.get(ModelProbe.class),
                      beans.whole("caravan.pause.first-probe-seconds"),
                      beans.whole("caravan.pause.longest-probe-seconds"))),
          bean("pace", Pace.class, ModelBeans::pace),
          bean(
              "lanesHealth",
              LanesHealthCheck.class,
              beans -> new LanesHealthCheck(beans.get(Pace.class))),
          bean(
              "paceLifecycle",
              PaceLifecycle.class,
              beans -> new PaceLifecycle(beans.get(Pace.class))),
          bean(
              "paceSteps",
              PaceSteps.class,
              beans ->
                  new PaceSteps(
                      beans.get(Pace.class),
                      beans.get(Models.class),
                      beans.get(dev.caravan.failure.FailurePolicy.class),
                      beans.whole("caravan.pace.wait-seconds"))));

  private ModelBeans() {}

  private static ByteBudget memory(Beans beans) {
    ByteBudget memory = ByteBudget.ofHeap(beans.whole("caravan.memory.share"));
    Meters meters = beans.get(Meters.class);
    meters.gauge(Metric.MEMORY_USED, memory, ByteBudget::taken, "answers");
    meters.gauge(Metric.MEMORY_LIMIT, memory, ByteBudget::total, "answers");
    return memory;
  }

  private static Pace pace(Beans beans) {
    Pace pace =
        new Pace(
            beans.whole("caravan.pace.start"),
            beans.whole("caravan.pace.max"),
            beans.get(LaneProbes.class),
            callers(beans),
            beans.wholeIfSet("caravan.http.line"));
    pace.heed(beans.get(ByteBudget.class));
    // A changed entry may be the one that an operator has corrected.
    beans.get(Catalogue.class).whenChanged(pace::reopen);
    return pace;
  }

  /** How many callers by HTTP may be served at once; by default, one model can have them all. */
  static int callers(Beans beans) {
    return beans
        .wholeIfSet("caravan.http.callers")
        .orElseGet(() -> beans.whole("caravan.pace.max"));
  }

  private static BedrockRuntimeClient bedrock(Beans beans) {
    return new RegionalBedrock(
        beans.get(Catalogue.class),
        beans.whole("caravan.bedrock.timeout-seconds"),
        beans.whole("caravan.bedrock.connections"),
        beans.get(TracedCalls.class));
  }
}
