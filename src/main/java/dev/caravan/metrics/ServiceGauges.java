package dev.caravan.metrics;

import dev.caravan.budget.Budget;
import dev.caravan.failure.Pause;
import dev.caravan.generation.Source;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.queue.QueueCounts;
import org.apache.camel.CamelContext;

/** What the parts of the service can say of themselves at any moment. */
final class ServiceGauges {

  private final Measures measures;

  ServiceGauges(Measures measures) {
    this.measures = measures;
  }

  void inFlight(CamelContext context, String route, Source source) {
    measures.gauge(
        Metric.INFLIGHT, context.getInflightRepository(), all -> all.size(route), source.text());
  }

  void queue(LeasingSqsClient queue) {
    measures.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::working, "working");
    measures.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::ready, "ready");
    measures.gauge(Metric.QUEUE_PLACES, queue, LeasingSqsClient::free, "free");
    QueueCounts counts = queue.counts();
    measures.total(Metric.LEASES_LOST, counts, QueueCounts::leasesLost);
    measures.total(Metric.LEASES_LET_GO, counts, QueueCounts::leasesLetGo);
    measures.total(Metric.DELETES_FAILED, counts, QueueCounts::settlementsLost);
  }

  void budget(Budget budget) {
    measures.gauge(Metric.BUDGET_USED, budget, Budget::used);
  }

  void pause(Pause pause) {
    measures.gauge(Metric.PAUSED, pause, asked -> asked.paused().isPresent() ? 1 : 0);
  }
}
