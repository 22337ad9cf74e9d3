package dev.caravan.tracing;

import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** A route step with a span in its prompt's trace. */
final class TracedStep extends DelegateAsyncProcessor {

  private final String id;
  private final Traces traces;

  TracedStep(String id, Processor step, Traces traces) {
    super(step);
    this.id = id;
    this.traces = traces;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Optional<CurrentSpan> passage = traces.here();
    Optional<TraceSpan> outer = passage.flatMap(CurrentSpan::now).filter(TraceSpan::isExported);
    return outer.isEmpty()
        ? super.process(exchange, callback)
        : process(exchange, callback, passage.get(), outer.get());
  }

  private boolean process(
      Exchange exchange, AsyncCallback callback, CurrentSpan passage, TraceSpan outer) {
    TraceSpan span = outer.child(id, TraceSpan.Kind.INTERNAL);
    passage.in(span);
    return super.process(
        exchange,
        doneHere -> {
          end(span, exchange);
          passage.in(outer);
          callback.done(doneHere);
        });
  }

  private static void end(TraceSpan span, Exchange exchange) {
    Exception thrown =
        exchange.getException() == null
            // The retries are exhausted; the next step throws the exception again.
            ? exchange.getVariable("_exhausted", Exception.class)
            : exchange.getException();
    if (thrown != null) {
      span.fail(thrown.getClass().getSimpleName());
    }
    span.end();
  }
}
