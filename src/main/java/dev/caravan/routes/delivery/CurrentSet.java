package dev.caravan.routes.delivery;

import dev.caravan.routes.reload.Fault;
import dev.caravan.routes.reload.Intake;
import dev.caravan.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The set that this instance runs, with the folder that Camel reads it from. */
final class CurrentSet {

  private static final Logger LOG = LoggerFactory.getLogger(CurrentSet.class);

  private final RouteStore store;
  private final Path image;
  private final Clock clock;
  private final SetFolders folders = new SetFolders();
  // Read by requests of GET /observe/routes.
  private volatile Running running;

  /**
   * @param image the folder with the image's routes, which run first
   */
  CurrentSet(RouteStore store, Path image, Clock clock) {
    this.store = store;
    this.image = image;
    this.clock = clock;
    startWithImage();
  }

  Running running() {
    return running;
  }

  /** The service starts with the image's routes. */
  void startWithImage() {
    running = new Running(Optional.empty(), Activation.IMAGE, image, clock.instant());
  }

  /**
   * The service starts with the set of this activation.
   *
   * @throws InvalidSetException if the set can't be used
   */
  void startWith(Activation activation) throws InvalidSetException {
    running =
        new Running(
            Optional.of(activation), activation.set(), folder(activation.set()), clock.instant());
  }

  /**
   * Switches to the set of an activation, unless the set runs already.
   *
   * @return why the set is not used; empty if it runs now
   */
  List<Fault> take(Activation activation, Intake intake) {
    Running before = running;
    boolean isRunning = activation.set().equals(before.set());
    try {
      Path folder = isRunning ? before.folder() : folder(activation.set());
      List<Fault> faults = isRunning ? List.of() : intake.take(folder);
      if (faults.isEmpty()) {
        running =
            new Running(
                Optional.of(activation),
                activation.set(),
                folder,
                isRunning ? before.since() : clock.instant());
        // The previous one is needed again if this set turns out to be bad.
        folders.keepOnly(isRunning ? Set.of(before.set()) : Set.of(activation.set(), before.set()));
      }
      return faults;
    } catch (InvalidSetException e) {
      return List.of(Fault.of("", e.getMessage(), ""));
    }
  }

  /** Runs what ran before a set that turned out to be bad. */
  void goBack(Running before, Intake intake) {
    try {
      List<Fault> faults = intake.take(folder(before.set()));
      if (faults.isEmpty()) {
        running = before;
      } else {
        LOG.error("Can't go back to the previous routes: {}", faults.get(0).text());
      }
    } catch (InvalidSetException | StoreException e) {
      LOG.error("Can't go back to the previous routes: {}", e.getMessage());
    }
  }

  private Path folder(String set) throws InvalidSetException {
    if (set.equals(Activation.IMAGE)) {
      return image;
    }
    Path written = folders.find(set);
    return written == null ? folders.folder(store.get(set)) : written;
  }

  void deleteFolders() {
    folders.deleteAll();
  }
}
