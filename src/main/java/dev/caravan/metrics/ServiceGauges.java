package dev.caravan.metrics;

import dev.caravan.budget.Budget;
import dev.caravan.failure.Pause;
import dev.caravan.generation.Source;
import dev.caravan.logging.Entrances;
import dev.caravan.pace.Lane;
import dev.caravan.pace.Pace;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.queue.QueueCounts;
import java.util.Set;
import org.apache.camel.CamelContext;

/** The current state of the service's parts. */
public final class ServiceGauges {

  private final Meters meters;
  private final LeasingSqsClient queue;
  private final Pause pause;
  private final Pace pace;
  private final Budget budget;

  public ServiceGauges(
      Meters meters, LeasingSqsClient queue, Pause pause, Pace pace, Budget budget) {
    this.meters = meters;
    this.queue = queue;
    this.pause = pause;
    this.pace = pace;
    this.budget = budget;
  }

  void show(CamelContext context, Entrances entrances) {
    inFlight(context, entrances.http(), Source.HTTP);
    inFlight(context, entrances.queue(), Source.QUEUE);
    places();
    meters.gauge(Metric.PAUSED, this, ServiceGauges::paused, "any");
    meters.gauge(Metric.PACE_LIMITED, this, ServiceGauges::limited);
    if (budget.isSet()) {
      meters.gauge(Metric.BUDGET_USED, budget, Budget::used);
    }
    meters.counter(Metric.RELOADS, "ok");
    meters.counter(Metric.RELOADS, "rejected");
  }

  private double paused() {
    boolean lane = pace.lanes().stream().anyMatch(each -> each.paused().isPresent());
    return lane || pause.paused().isPresent() ? 1 : 0;
  }

  private double limited() {
    boolean lane = pace.lanes().stream().anyMatch(each -> each.state() != Lane.State.OPEN);
    return lane || pause.paused().isPresent() ? 1 : 0;
  }

  private void inFlight(CamelContext context, Set<String> routes, Source source) {
    meters.gauge(
        Metric.INFLIGHT,
        context.getInflightRepository(),
        all -> routes.stream().mapToInt(all::size).sum(),
        source.text());
  }

  private void places() {
    meters.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::working, "working");
    meters.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::ready, "ready");
    meters.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::free, "free");
    QueueCounts counts = queue.counts();
    meters.total(Metric.LEASES_LOST, counts, QueueCounts::leasesLost);
    meters.total(Metric.LEASES_LET_GO, counts, QueueCounts::leasesLetGo);
    meters.total(Metric.DELETES_FAILED, counts, QueueCounts::settlementsLost);
  }
}
