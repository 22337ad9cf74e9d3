package dev.caravan.routes.reload.live;

import java.util.Set;
import org.apache.camel.CamelContext;

/** Changes the running routes. Only one thread may change them. */
public final class RunningRoutes {

  private final CamelContext context;
  private final LiveRoutes live;
  private final Cleanup cleanup;

  public RunningRoutes(CamelContext context, LiveRoutes live) {
    this.context = context;
    this.live = live;
    this.cleanup = new Cleanup(context, live);
  }

  /** True if the route exists, so that it is changed and not added, even if it is being removed. */
  public boolean has(String id) {
    return live.find(id).isPresent();
  }

  /**
   * Changes all routes at one instant.
   *
   * @param then runs at that instant; must not fail
   * @throws NotSwappedException if the change fails; nothing has changed then
   */
  public void change(Changes changes, Runnable then) throws NotSwappedException {
    Swap swap = new Swap(context, live, changes, cleanup);
    swap.prepare();
    then.run();
    swap.turn();
  }

  /** Stops old routes that no prompt uses any more. Call it regularly. */
  public void stopUnused() {
    cleanup.stopUnused();
  }

  /** Pauses the entrances that Camel does not pause itself. */
  public void stopTaking() {
    live.all().forEach(LiveRoute::pauseEntrance);
  }

  /** Closes all old entrances. Camel stops everything else. */
  public void close() {
    cleanup.closeAll();
  }

  Set<String> ids() {
    return Set.copyOf(live.all().stream().map(LiveRoute::getId).toList());
  }
}
