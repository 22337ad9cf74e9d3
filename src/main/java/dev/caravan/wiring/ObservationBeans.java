package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;
import static dev.caravan.wiring.Bean.closed;

import dev.caravan.budget.Budget;
import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.Pause;
import dev.caravan.logging.Entrances;
import dev.caravan.logging.LogContext;
import dev.caravan.metrics.CloudWatchHealthCheck;
import dev.caravan.metrics.Meters;
import dev.caravan.metrics.MetricsEvents;
import dev.caravan.metrics.PaceGauges;
import dev.caravan.metrics.S3Calls;
import dev.caravan.metrics.ServiceGauges;
import dev.caravan.metrics.cloudwatch.CloudWatch;
import dev.caravan.pace.Pace;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.tracing.TraceStart;
import dev.caravan.tracing.TracedCalls;
import dev.caravan.tracing.TracedExecutor;
import dev.caravan.tracing.TracedSteps;
import dev.caravan.tracing.Traces;
import dev.caravan.tracing.TracesLifecycle;
import java.util.List;

/** Metrics, traces and the log: what is observed of prompts. */
final class ObservationBeans {

  static final List<Bean<?>> ALL =
      List.of(
          bean("entrances", Entrances.class, beans -> new Entrances()),
          bean("meters", Meters.class, beans -> new Meters()),
          bean("cloudWatch", CloudWatch.class, ObservationBeans::cloudWatch),
          bean(
              "cloudWatchHealth",
              CloudWatchHealthCheck.class,
              beans -> new CloudWatchHealthCheck(beans.get(CloudWatch.class))),
          bean("metricsEvents", MetricsEvents.class, ObservationBeans::metricsEvents),
          bean("s3Calls", S3Calls.class, beans -> new S3Calls(beans.get(Meters.class))),
          bean("traces", Traces.class, beans -> new Traces()),
          bean(
              "tracesLifecycle",
              TracesLifecycle.class,
              beans -> new TracesLifecycle(beans.get(Traces.class))),
          bean(
              "traceStart",
              TraceStart.class,
              beans -> new TraceStart(beans.get(Traces.class), beans.get(Entrances.class))),
          bean("tracedSteps", TracedSteps.class, beans -> new TracedSteps(beans.get(Traces.class))),
          bean("tracedCalls", TracedCalls.class, beans -> new TracedCalls(beans.get(Traces.class))),
          closed(
              "background",
              TracedExecutor.class,
              beans -> new TracedExecutor(beans.get(Traces.class))),
          bean(
              "paceGauges",
              PaceGauges.class,
              beans -> new PaceGauges(beans.get(Meters.class), beans.get(Pace.class))),
          bean("logContext", LogContext.class, beans -> new LogContext()));

  private ObservationBeans() {}

  private static CloudWatch cloudWatch(Beans beans) {
    CloudWatch cloudWatch = new CloudWatch();
    cloudWatch.setEnabled(beans.text("caravan.cloudwatch.enabled"));
    cloudWatch.setNamespace(beans.text("caravan.cloudwatch.namespace"));
    cloudWatch.setEnvironment(beans.text("caravan.metrics.environment"));
    return cloudWatch;
  }

  private static MetricsEvents metricsEvents(Beans beans) {
    return new MetricsEvents(
        beans.get(Meters.class),
        beans.get(FailurePolicy.class),
        beans.get(CloudWatch.class),
        beans.get(PaceGauges.class),
        new ServiceGauges(
            beans.get(Meters.class),
            beans.get(LeasingSqsClient.class),
            beans.get(Pause.class),
            beans.get(Pace.class),
            beans.get(Budget.class)),
        beans.get(Entrances.class));
  }
}
