package dev.caravan.routes.reload.live;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Takes what arrives at an entrance. A prompt that calls the entrance by its name reaches the route
 * that has this name in the prompt's edition, even if another route has taken the name over.
 */
final class Entry extends AsyncProcessorSupport implements Navigate<Processor> {

  private final Owners owners;
  private final String name;
  private final Steps steps;

  /**
   * @param steps of the route to which the entrance belongs
   */
  Entry(Owners owners, String name, Steps steps) {
    this.owners = owners;
    this.name = name;
    this.steps = steps;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Edition edition = Steps.editionOf(exchange);
    Steps owner = edition == null ? steps : owners.of(name, edition.number(), steps);
    return owner.process(exchange, callback);
  }

  @Override
  public List<Processor> next() {
    return new ArrayList<>(List.of(steps));
  }

  @Override
  public boolean hasNext() {
    return true;
  }
}
