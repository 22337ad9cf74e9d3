package dev.caravan.metrics;

import dev.caravan.budget.Budget;
import dev.caravan.generation.Source;
import dev.caravan.logging.Entrances;
import dev.caravan.pace.Pause;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.queue.QueueCounts;
import java.util.Set;
import org.apache.camel.CamelContext;

/** What the parts of the service can say of themselves at any moment. */
public final class ServiceGauges {

  private final Measures measures;
  private final LeasingSqsClient queue;
  private final Pause pause;
  private final Budget budget;

  public ServiceGauges(Measures measures, LeasingSqsClient queue, Pause pause, Budget budget) {
    this.measures = measures;
    this.queue = queue;
    this.pause = pause;
    this.budget = budget;
  }

  void show(CamelContext context, Entrances entrances) {
    inFlight(context, entrances.http(), Source.HTTP);
    inFlight(context, entrances.queue(), Source.QUEUE);
    places();
    measures.gauge(Metric.PAUSED, pause, asked -> asked.paused().isPresent() ? 1 : 0);
    if (budget.isSet()) {
      measures.gauge(Metric.BUDGET_USED, budget, Budget::used);
    }
    measures.counter(Metric.RELOADS, "ok");
    measures.counter(Metric.RELOADS, "rejected");
  }

  private void inFlight(CamelContext context, Set<String> routes, Source source) {
    measures.gauge(
        Metric.INFLIGHT,
        context.getInflightRepository(),
        all -> routes.stream().mapToInt(all::size).sum(),
        source.text());
  }

  private void places() {
    measures.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::working, "working");
    measures.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::ready, "ready");
    measures.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::free, "free");
    QueueCounts counts = queue.counts();
    measures.total(Metric.LEASES_LOST, counts, QueueCounts::leasesLost);
    measures.total(Metric.LEASES_LET_GO, counts, QueueCounts::leasesLetGo);
    measures.total(Metric.DELETES_FAILED, counts, QueueCounts::settlementsLost);
  }
}
