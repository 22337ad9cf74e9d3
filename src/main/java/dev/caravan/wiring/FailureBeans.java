package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;
import static dev.caravan.wiring.Bean.closed;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.ModelProbe;
import dev.caravan.failure.Pause;
import dev.caravan.failure.PauseHealthCheck;
import dev.caravan.failure.Probes;
import dev.caravan.failure.Retries;
import dev.caravan.failure.StoreRetries;
import dev.caravan.model.Models;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.queue.QueueHealthCheck;
import dev.caravan.store.StoreProbe;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** What a failure means: retries, pauses, and how a pause ends. */
final class FailureBeans {

  static final List<Bean<?>> ALL =
      List.of(
          bean("failurePolicy", FailurePolicy.class, beans -> new FailurePolicy()),
          bean(
              "retries",
              Retries.class,
              beans ->
                  new Retries(
                      beans.get(FailurePolicy.class),
                      beans.get(Models.class),
                      beans.whole("caravan.model.tries"))),
          bean(
              "storeRetries",
              StoreRetries.class,
              beans ->
                  new StoreRetries(
                      beans.get(FailurePolicy.class),
                      beans.get(Pause.class),
                      beans.whole("caravan.model.tries"),
                      beans.whole("caravan.shutdown.seconds"))),
          bean("probes", Probes.class, beans -> new Probes(beans.get(StoreProbe.class))),
          bean(
              "modelProbe",
              ModelProbe.class,
              beans ->
                  new ModelProbe(
                      beans.get(BedrockRuntimeClient.class), beans.get(FailurePolicy.class))),
          closed(
              "pause",
              Pause.class,
              beans ->
                  new Pause(
                      beans.get(LeasingSqsClient.class),
                      beans.get(Probes.class),
                      beans.whole("caravan.pause.first-probe-seconds"),
                      beans.whole("caravan.pause.longest-probe-seconds"))),
          bean(
              "storeHealth",
              PauseHealthCheck.class,
              beans -> new PauseHealthCheck(beans.get(Pause.class))),
          bean(
              "queueHealth",
              QueueHealthCheck.class,
              beans ->
                  new QueueHealthCheck(beans.get(Pause.class), beans.get(LeasingSqsClient.class))));

  private FailureBeans() {}
}
