package dev.caravan.routes.reload;

import dev.caravan.metrics.ReloadCount;
import dev.caravan.model.Catalogue;
import dev.caravan.routes.reload.live.Changes;
import dev.caravan.routes.reload.live.NotSwappedException;
import dev.caravan.routes.reload.live.RunningRoutes;
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

/** Applies the saved files, either completely or not at all, and reports the result. */
final class Reload {

  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private final Function<String, String> settings;
  private final RunningRoutes running;
  private final Catalogue catalogue;
  private final ReloadCount count;
  private final Journal journal;
  private final SortedMap<String, String> atStart;
  private SavedRoutes saved;
  private Snapshot files;
  private Map<String, DraftRoute> routes;
  private String models;

  /**
   * @param started the files with which the service started
   * @param catalogue the catalogue that the service uses
   * @throws RejectedException if the files of the start can't be read, so that nothing can be
   *     compared with them
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
    this.files = started;
    this.atStart = Parsed.of(started).atStart();
    this.routes = saved.draft(started, settings).routes();
    this.models = saved.catalogueHash(started);
    journal.loaded(routes);
    journal.modelsLoaded(saved.catalogueName(), models);
  }

  /**
   * Reloads the routes and models of this snapshot, or rejects it.
   *
   * @return false if the files have changed again in the meantime; nothing has been done then
   */
  boolean take(Snapshot snapshot) {
    long begun = System.nanoTime();
    try {
      refuseUnfinished(snapshot);
      saved.check(snapshot);
      Draft draft = saved.draft(snapshot, settings);
      Catalogue next = saved.models(snapshot);
      // Lint reads the files itself, so it may have seen newer ones than the snapshot.
      if (!saved.now().equals(snapshot)) {
        return false;
      }
      take(snapshot, draft, next, begun);
    } catch (RejectedException e) {
      if (!saved.now().equals(snapshot)) {
        return false;
      }
      reject(e.faults());
    } catch (RuntimeException | Error e) {
      // Also an Error, such as the StackOverflowError of deep nesting: the watch must go on.
      LOG.error("An unforeseen fault stopped the reload.", e);
      reject(
          List.of(
              Fault.of(
                  "",
                  "The change can't be used: " + e.getClass().getSimpleName() + ".",
                  "The log shows the stack trace. Undo the change, or save another one.")));
    }
    return true;
  }

  /**
   * Reloads the routes and models of another folder, or keeps what runs.
   *
   * @return why the folder can't be used; empty if its routes run now
   */
  List<Fault> take(SavedRoutes other) {
    SavedRoutes before = saved;
    saved = other;
    List<Fault> faults =
        take(other.now())
            ? journal.page().rejection().map(Rejection::faults).orElse(List.of())
            : List.of(Fault.of("", "The files changed while they were read.", ""));
    if (!faults.isEmpty()) {
      saved = before;
    }
    return faults;
  }

  private void refuseUnfinished(Snapshot snapshot) throws RejectedException {
    List<Fault> emptied =
        snapshot.emptiedSince(files).stream()
            .map(
                name ->
                    Fault.of(
                        name,
                        "The file is empty, which counts as an unfinished save.",
                        "To remove its routes, delete the file."))
            .toList();
    if (!emptied.isEmpty()) {
      throw new RejectedException(emptied);
    }
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
    files = snapshot;
    routes = draft.routes();
    models = hash;
    journal.loaded(routes);
    journal.modelsLoaded(saved.catalogueName(), hash);
    sayStale(stale);
    if (isNothing) {
      LOG.info("Nothing to reload: the saved routes are the ones that run.");
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
          new Changes(byHaving.get(true), byHaving.get(false), difference.removed()), then);
    } catch (NotSwappedException e) {
      throw new RejectedException(
          List.of(
              Fault.of(
                  draft.routes().get(e.routeId()).file(),
                  "The route " + e.routeId() + " can't start: " + e.getMessage(),
                  stale.isEmpty()
                      ? ""
                      : "The changes in %s need a restart.".formatted(String.join(", ", stale)))));
    }
  }

  /** The files with changes that need a restart. */
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
          "Restart to apply the changes in {}: beans, REST configuration and properties are read"
              + " only at the start.",
          String.join(", ", stale));
    }
    journal.needRestart(stale);
  }

  private void reject(List<Fault> faults) {
    count.rejected();
    journal.rejected(faults);
    LOG.warn(
        "Routes not reloaded; the previous ones keep running: {}{}",
        faults.get(0).text(),
        faults.size() > 1 ? " GET /observe/routes lists " + (faults.size() - 1) + " more." : "");
  }

  private static Map<String, String> hashes(Map<String, DraftRoute> routes) {
    Map<String, String> hashes = new LinkedHashMap<>();
    routes.forEach((id, route) -> hashes.put(id, route.hash()));
    return hashes;
  }
}
