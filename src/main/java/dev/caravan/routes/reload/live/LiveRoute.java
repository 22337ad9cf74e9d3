package dev.caravan.routes.reload.live;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.engine.DefaultRoute;
import org.apache.camel.spi.Resource;

/**
 * A route that Camel knows from its start to its end, while reloads replace its steps and entrance.
 */
final class LiveRoute extends DefaultRoute {

  /** Stands for a hidden one. No route starts with it. */
  private static final Endpoint HIDDEN = new DirectEndpoint("direct:hidden", null);

  private final Editions editions;
  private final Owners owners;
  private final long since;
  private Steps steps;
  private volatile Consumer entrance;
  private boolean leaving;
  private volatile Thread hiddenFrom;

  /**
   * @param since the first edition that has the route
   */
  LiveRoute(
      Editions editions,
      Owners owners,
      long since,
      CamelContext context,
      NamedNode definition,
      String id,
      String description,
      String note,
      Endpoint endpoint,
      Resource resource) {
    super(context, definition, id, description, note, endpoint, resource);
    this.editions = editions;
    this.owners = owners;
    this.since = since;
  }

  @Override
  public void setProcessor(Processor processor) {
    steps = new Steps(editions, new StepsVersion(this, processor));
    owners.set(super.getEndpoint().getEndpointBaseUri(), since, steps);
    super.setProcessor(entry(super.getEndpoint()));
  }

  /** What a consumer of this endpoint hands its messages to. */
  Entry entry(Endpoint endpoint) {
    return new Entry(owners, endpoint.getEndpointBaseUri(), steps);
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
    if (Thread.currentThread() == hiddenFrom) {
      return HIDDEN;
    }
    return entrance == null ? super.getEndpoint() : entrance.getEndpoint();
  }

  /**
   * Hides the endpoint from this thread, which starts another route with the same endpoint or
   * removes this one: Camel refuses two routes with one endpoint, and shuts the endpoint of a
   * removed route down. Other threads see no change.
   */
  void hideEntrance() {
    hiddenFrom = Thread.currentThread();
  }

  void showEntrance() {
    hiddenFrom = null;
  }

  /** Replaces the entrance. Camel stops the new one together with the route. */
  void enterBy(Consumer consumer) {
    entrance = consumer;
    addService(consumer);
  }

  /** Removes a stopped entrance from the services that Camel stops with the route. */
  void forget(Consumer consumer) {
    getServices().remove(consumer);
  }

  /** Pauses a later entrance when the service stops. Camel itself pauses only the original one. */
  void pauseEntrance() {
    if (entrance != null && new Entrance(entrance).kind() != Entrance.Kind.CALLED) {
      new Entrance(entrance).pause();
    }
  }

  /** Marks the route for removal as soon as it contains no prompt. */
  void leave() {
    leaving = true;
  }

  /** Withdraws the mark for removal. */
  void stay() {
    leaving = false;
  }

  boolean isLeaving() {
    return leaving;
  }
}
