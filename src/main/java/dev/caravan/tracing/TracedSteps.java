package dev.caravan.tracing;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;

/** Makes a span of each of some route steps, so that a trace says what the calls in it were for. */
public final class TracedSteps implements InterceptStrategy {

  private final Set<String> ids;

  /**
   * @param ids of the steps, separated by commas
   */
  public TracedSteps(String ids) {
    this.ids = Stream.of(ids.split(",")).map(String::strip).collect(Collectors.toSet());
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
    return ids.contains(step.getId()) ? new TracedStep(step.getId(), target, context) : target;
  }
}
