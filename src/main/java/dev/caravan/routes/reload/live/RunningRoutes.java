package dev.caravan.routes.reload.live;

import java.util.Set;
import org.apache.camel.CamelContext;

/** The routes that run, and how they are changed. One thread changes them. */
public final class RunningRoutes {

  private final CamelContext context;
  private final LiveRoutes live;
  private final Leavings leavings;

  public RunningRoutes(CamelContext context, LiveRoutes live) {
    this.context = context;
    this.live = live;
    this.leavings = new Leavings(context, live);
  }

  /** Those that can be changed rather than added, also those that are on their way out. */
  public boolean has(String id) {
    return live.find(id).isPresent();
  }

  /**
   * Changes all of it at one instant.
   *
   * @param then what else changes at that instant; must not fail
   * @throws NotSwappedException where it can't be; nothing has changed then
   */
  public void change(Target target, Runnable then) throws NotSwappedException {
    Swap swap = new Swap(context, live, target);
    swap.prepare();
    then.run();
    swap.turn(leavings);
  }

  /** Stops what nobody needs any more; to be called now and then. */
  public void clear() {
    leavings.clear();
  }

  /** Takes nothing more by entrances that Camel does not know of. */
  public void stopTaking() {
    live.all().forEach(LiveRoute::pauseEntrance);
  }

  /** The rest of the stop is Camel's. */
  public void close() {
    leavings.closeAll();
  }

  Set<String> ids() {
    return Set.copyOf(live.all().stream().map(LiveRoute::getId).toList());
  }
}
