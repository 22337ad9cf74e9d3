package dev.caravan.routes.reload.live;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.impl.engine.DefaultRoute;
import org.apache.camel.spi.Resource;

/**
 * A route as Camel knows it, from the first start to the end, whatever its steps and its entrance
 * become in between.
 */
final class LiveRoute extends DefaultRoute {

  private final Editions editions;
  private Steps steps;
  private volatile Consumer entrance;
  private boolean leaving;

  LiveRoute(
      Editions editions,
      CamelContext context,
      NamedNode definition,
      String id,
      String description,
      String note,
      Endpoint endpoint,
      Resource resource) {
    super(context, definition, id, description, note, endpoint, resource);
    this.editions = editions;
  }

  @Override
  public void setProcessor(Processor processor) {
    steps = new Steps(editions, new Body(this, processor));
    super.setProcessor(steps);
  }

  Steps steps() {
    return steps;
  }

  @Override
  public Consumer getConsumer() {
    return entrance == null ? super.getConsumer() : entrance;
  }

  @Override
  public Endpoint getEndpoint() {
    return entrance == null ? super.getEndpoint() : entrance.getEndpoint();
  }

  /** From now on it is entered here; Camel stops this one with the route. */
  void enterBy(Consumer consumer) {
    entrance = consumer;
    addService(consumer);
  }

  /** The entrance of before is stopped, and no longer Camel's concern. */
  void forget(Consumer consumer) {
    getServices().remove(consumer);
  }

  /** At a stop: Camel stops the entrance it began with; another one takes nothing more either. */
  void pauseEntrance() {
    if (entrance != null && new Entrance(entrance).kind() != Entrance.Kind.CALLED) {
      new Entrance(entrance).pause();
    }
  }

  /** It is removed as soon as no prompt is in it. */
  void leave() {
    leaving = true;
  }

  /** It stays after all. */
  void stay() {
    leaving = false;
  }

  boolean isLeaving() {
    return leaving;
  }
}
