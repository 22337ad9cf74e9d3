package dev.caravan.routes.reload;

import dev.caravan.metrics.ReloadCount;
import dev.caravan.model.Catalogue;
import dev.caravan.routes.reload.live.NotSwappedException;
import dev.caravan.routes.reload.live.RunningRoutes;
import dev.caravan.routes.reload.live.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what was saved, all of it or nothing, and says which. */
final class Reload {

  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private final SavedRoutes saved;
  private final Function<String, String> settings;
  private final RunningRoutes running;
  private final Catalogue catalogue;
  private final ReloadCount count;
  private final Journal journal;
  private final SortedMap<String, String> atStart;
  private Map<String, DraftRoute> routes;
  private String models;

  /**
   * @param started what the service was started with
   * @param catalogue the one that the service uses
   * @throws RejectedException where that can't be read, and so not compared with
   */
  Reload(
      SavedRoutes saved,
      Snapshot started,
      Function<String, String> settings,
      RunningRoutes running,
      Catalogue catalogue,
      ReloadCount count,
      Journal journal)
      throws RejectedException {
    this.saved = saved;
    this.settings = settings;
    this.running = running;
    this.catalogue = catalogue;
    this.count = count;
    this.journal = journal;
    this.atStart = Parsed.of(started).atStart();
    this.routes = saved.draft(started, settings).routes();
    this.models = saved.catalogueHash(started);
    journal.loaded(routes);
    journal.modelsLoaded(saved.catalogueName(), models);
  }

  /**
   * @return false where the files changed once more meanwhile; nothing was done then
   */
  boolean take(Snapshot snapshot) {
    long begun = System.nanoTime();
    try {
      saved.check(snapshot);
      Draft draft = saved.draft(snapshot, settings);
      Catalogue next = saved.models(snapshot);
      // Lint has read the files for itself.
      if (!saved.now().equals(snapshot)) {
        return false;
      }
      take(snapshot, draft, next, begun);
    } catch (RejectedException e) {
      if (!saved.now().equals(snapshot)) {
        return false;
      }
      reject(e.faults());
    }
    return true;
  }

  private void take(Snapshot snapshot, Draft draft, Catalogue next, long begun)
      throws RejectedException {
    Difference difference = Difference.of(hashes(routes), hashes(draft.routes()));
    String hash = saved.catalogueHash(snapshot);
    boolean modelsChanged = !hash.equals(models);
    boolean isNothing = difference.isNothing() && !modelsChanged;
    Set<String> stale = stale(snapshot);
    if (!isNothing) {
      change(draft, difference, modelsChanged ? () -> catalogue.become(next) : () -> {}, stale);
    }
    routes = draft.routes();
    models = hash;
    journal.loaded(routes);
    journal.modelsLoaded(saved.catalogueName(), hash);
    sayStale(stale);
    if (isNothing) {
      LOG.info("Routes: what is saved is what runs.");
      return;
    }
    count.ok();
    LOG.info(
        "Routes reloaded in {} ms: {}{}{}.",
        (System.nanoTime() - begun) / 1_000_000,
        difference.text(),
        modelsChanged && !difference.isNothing() ? "; " : "",
        modelsChanged ? "changed " + saved.catalogueName() : "");
  }

  private void change(Draft draft, Difference difference, Runnable then, Set<String> stale)
      throws RejectedException {
    Map<Boolean, List<RouteDefinition>> byHaving =
        draft.routes().values().stream()
            .filter(
                route ->
                    difference.changed().contains(route.id())
                        || difference.added().contains(route.id()))
            .map(DraftRoute::definition)
            .collect(Collectors.partitioningBy(each -> running.has(each.getRouteId())));
    try {
      running.change(
          new Target(byHaving.get(true), byHaving.get(false), difference.removed()), then);
    } catch (NotSwappedException e) {
      throw new RejectedException(
          List.of(
              Fault.of(
                  draft.routes().get(e.routeId()).file(),
                  "The route " + e.routeId() + " can't run: " + e.getMessage(),
                  stale.isEmpty()
                      ? ""
                      : "Changes of %s need a restart.".formatted(String.join(", ", stale)))));
    }
  }

  /** The files that say something else of what is made at a start. */
  private Set<String> stale(Snapshot snapshot) {
    SortedMap<String, String> now = Parsed.of(snapshot).atStart();
    Set<String> stale = new TreeSet<>(now.keySet());
    stale.addAll(atStart.keySet());
    stale.removeIf(file -> Objects.equals(now.get(file), atStart.get(file)));
    return stale;
  }

  private void sayStale(Set<String> stale) {
    if (!stale.isEmpty() && !stale.equals(journal.page().needRestart())) {
      LOG.warn(
          "{} changed in what is made at a start (beans, REST configuration, properties); that needs a restart.",
          String.join(", ", stale));
    }
    journal.needRestart(stale);
  }

  private void reject(List<Fault> faults) {
    count.rejected();
    journal.rejected(faults);
    LOG.warn(
        "Routes not reloaded, what ran before runs: {}{}",
        faults.get(0).text(),
        faults.size() > 1 ? " And " + (faults.size() - 1) + " more: GET /observe/routes." : "");
  }

  private static Map<String, String> hashes(Map<String, DraftRoute> routes) {
    Map<String, String> hashes = new LinkedHashMap<>();
    routes.forEach((id, route) -> hashes.put(id, route.hash()));
    return hashes;
  }
}
