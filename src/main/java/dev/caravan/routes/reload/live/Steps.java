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

/** Passes each prompt from a route's entrance to the version of the steps of its edition. */
final class Steps extends AsyncProcessorSupport implements Navigate<Processor> {

  /** The exchange property that contains the edition and the exchange that it counts. */
  private static final String STAY = "CaravanRoutesEdition";

  private record Stay(Edition edition, Exchange exchange) {}

  private final Editions editions;
  private volatile TreeMap<Long, StepsVersion> versions = new TreeMap<>();

  Steps(Editions editions, StepsVersion first) {
    this.editions = editions;
    versions.put(0L, first);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Stay stay = exchange.getProperty(STAY, Stay.class);
    if (stay != null && stay.exchange() == exchange) {
      return of(stay.edition()).async().process(exchange, callback);
    }
    // A copy (from a split or a wire tap) is counted separately: it may outlive its original.
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

  /** The edition of the prompt in this exchange; null if it is in no route yet. */
  static Edition editionOf(Exchange exchange) {
    Stay stay = exchange.getProperty(STAY, Stay.class);
    return stay == null ? null : stay.edition();
  }

  private StepsVersion of(Edition edition) {
    TreeMap<Long, StepsVersion> all = versions;
    Map.Entry<Long, StepsVersion> entry = all.floorEntry(edition.number());
    return (entry == null ? all.firstEntry() : entry).getValue();
  }

  /** Uses this version from this edition on. */
  void change(long edition, StepsVersion version) {
    TreeMap<Long, StepsVersion> changed = new TreeMap<>(versions);
    changed.put(edition, version);
    versions = changed;
  }

  /** Removes the version that was to be used from this edition on. */
  void undo(long edition) {
    TreeMap<Long, StepsVersion> left = new TreeMap<>(versions);
    left.remove(edition);
    versions = left;
  }

  /** Removes and returns the versions that no edition from this one on uses. */
  List<StepsVersion> takeBefore(long oldest) {
    TreeMap<Long, StepsVersion> left = new TreeMap<>(versions);
    List<StepsVersion> unused = new ArrayList<>();
    while (left.size() > 1 && left.higherKey(left.firstKey()) <= oldest) {
      unused.add(left.pollFirstEntry().getValue());
    }
    versions = left;
    return unused;
  }

  List<StepsVersion> versions() {
    return List.copyOf(versions.values());
  }

  StepsVersion latest() {
    return versions.lastEntry().getValue();
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
