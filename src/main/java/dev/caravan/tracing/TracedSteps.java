package dev.caravan.tracing;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;

/** Adds a span for some route steps, so that a trace shows what the calls in them are for. */
public final class TracedSteps implements InterceptStrategy {

  private static final Set<String> STEPS =
      Set.of("record-queued", "record-sent", "claim", "invoke", "store", "record-done");

  private final Traces traces;
  private final Set<String> ids = new HashSet<>(STEPS);

  public TracedSteps(Traces traces) {
    this.traces = traces;
  }

  /**
   * @param also ids of additional steps, separated by commas
   */
  public TracedSteps(Traces traces, String also) {
    this(traces);
    Stream.of(also.split(",")).map(String::strip).forEach(ids::add);
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
    return ids.contains(step.getId()) ? new TracedStep(step.getId(), target, traces) : target;
  }
}
