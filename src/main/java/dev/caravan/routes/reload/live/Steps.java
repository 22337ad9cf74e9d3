package dev.caravan.routes.reload.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;

/** Stands between a route's entrance and its steps, and hands each prompt to its edition's. */
final class Steps extends AsyncProcessorSupport implements Navigate<Processor> {

  /** The exchange property with the edition, and with the exchange that is counted in it. */
  private static final String STAY = "CaravanRoutesEdition";

  private record Stay(Edition edition, Exchange exchange) {}

  private final Editions editions;
  private volatile TreeMap<Long, Body> bodies = new TreeMap<>();

  Steps(Editions editions, Body first) {
    this.editions = editions;
    bodies.put(0L, first);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Stay stay = exchange.getProperty(STAY, Stay.class);
    if (stay != null && stay.exchange() == exchange) {
      return of(stay.edition()).async().process(exchange, callback);
    }
    // A copy (of a split, a wire tap) is counted for itself: it may outlive what it was made from.
    Edition edition = stay != null && stay.edition().enter() ? stay.edition() : editions.enter();
    exchange.setProperty(STAY, new Stay(edition, exchange));
    return of(edition)
        .async()
        .process(
            exchange,
            sync -> {
              exchange.removeProperty(STAY);
              edition.leave();
              callback.done(sync);
            });
  }

  private Body of(Edition edition) {
    TreeMap<Long, Body> all = bodies;
    Map.Entry<Long, Body> entry = all.floorEntry(edition.number());
    return (entry == null ? all.firstEntry() : entry).getValue();
  }

  /** From this edition on it is this one. */
  void change(long edition, Body body) {
    TreeMap<Long, Body> changed = new TreeMap<>(bodies);
    changed.put(edition, body);
    bodies = changed;
  }

  /** Forgets what was to be from this edition on. */
  void undo(long edition) {
    TreeMap<Long, Body> left = new TreeMap<>(bodies);
    left.remove(edition);
    bodies = left;
  }

  /** Takes out those that no edition from this one on has. */
  List<Body> takeBefore(long oldest) {
    TreeMap<Long, Body> left = new TreeMap<>(bodies);
    List<Body> over = new ArrayList<>();
    while (left.size() > 1 && left.higherKey(left.firstKey()) <= oldest) {
      over.add(left.pollFirstEntry().getValue());
    }
    bodies = left;
    return over;
  }

  List<Body> bodies() {
    return List.copyOf(bodies.values());
  }

  Body latest() {
    return bodies.lastEntry().getValue();
  }

  @Override
  public List<Processor> next() {
    return new ArrayList<>(List.of(latest().steps()));
  }

  @Override
  public boolean hasNext() {
    return true;
  }
}
