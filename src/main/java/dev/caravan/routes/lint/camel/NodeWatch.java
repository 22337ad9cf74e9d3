package dev.caravan.routes.lint.camel;

import java.util.Optional;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.processor.DefaultProcessorFactory;

/** Remembers which step Camel is building, so that lint can report where a failure occurred. */
final class NodeWatch extends DefaultProcessorFactory {

  private NamedNode last;

  @Override
  public Processor createProcessor(Route route, NamedNode definition) throws Exception {
    last = definition;
    return super.createProcessor(route, definition);
  }

  @Override
  public Processor createChildProcessor(Route route, NamedNode definition, boolean mandatory)
      throws Exception {
    last = definition;
    return super.createChildProcessor(route, definition, mandatory);
  }

  void forget() {
    last = null;
  }

  Optional<NamedNode> last() {
    return Optional.ofNullable(last);
  }
}
