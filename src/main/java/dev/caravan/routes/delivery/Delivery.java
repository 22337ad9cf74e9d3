package dev.caravan.routes.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.reload.Fault;
import dev.caravan.routes.reload.Intake;
import dev.caravan.routes.reload.RouteSource;
import dev.caravan.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one instance at the route set that the fleet should run: the newest activation that is
 * known to be good. A staged set is good when the instance that began with it first says so. If S3
 * fails, nothing changes.
 */
public final class Delivery implements RouteSource {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** After this time without an answer of the first instance, the set counts as failed. */
  static final Duration LONGEST_TRIAL = Duration.ofSeconds(120);

  /** Failures within this time before a switch say nothing about the new set. */
  private static final Duration QUIET = Duration.ofSeconds(60);

  private static final Duration STOP = Duration.ofSeconds(3);

  /** What is known about an activation. */
  private enum Standing {
    GOOD,
    REFUSED,
    /** Another instance is trying it, or it is not known yet. */
    OPEN,
    /** This instance is the first one, and runs it. */
    TRIED_HERE,
    /** A newer activation came before any instance had tried it. */
    SKIPPED
  }

  /** What this instance runs. */
  private record Running(Optional<Activation> activation, String set, Path folder, Instant since) {}

  /**
   * A set that this instance runs as the first one.
   *
   * @param before what it ran before
   * @param failures the count at the switch
   * @param isTelling false if prompts failed shortly before the switch as well
   */
  private record Trial(
      Activation activation,
      Rollout rollout,
      String version,
      Running before,
      double failures,
      boolean isTelling) {}

  private final RouteStore store;
  private final Path image;
  private final String instance;
  private final Duration interval;
  private final Clock clock;
  private final SetFolders folders = new SetFolders();
  private final StoreLog reading;
  private final StoreLog reporting;
  private final Map<String, Standing> known = new HashMap<>();
  private final Set<String> refusedHere = new HashSet<>();
  private final ScheduledExecutorService checking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "routes-delivery");
            thread.setDaemon(true);
            return thread;
          });
  private Intake intake;
  private String version;
  private Pointer pointer;
  private Running running;
  private Trial trial;
  private Instant lastFailure = Instant.MIN;
  private double failures;
  private String lastError = "";
  private Report reported;
  private Instant reportedAt = Instant.MIN;
  // Read by requests of GET /observe/routes.
  private volatile Optional<Refusal> refusal = Optional.empty();
  private volatile State state;

  /** For {@code GET /observe/routes}. */
  private record State(Running running, boolean isReachable) {}

  /**
   * @param image the folder with the image's routes, used if no set can be loaded
   * @param instance a name that no other instance has
   * @param interval between two looks at S3
   */
  public Delivery(RouteStore store, Path image, InstanceName instance, Duration interval) {
    this(store, image, instance, interval, Clock.systemUTC());
  }

  Delivery(RouteStore store, Path image, InstanceName instance, Duration interval, Clock clock) {
    this.store = store;
    this.image = image;
    this.instance = instance.text();
    this.interval = interval;
    this.clock = clock;
    this.reading =
        new StoreLog(
            LOG,
            "The route store "
                + store.location()
                + " can't be used, so the routes stay as they are",
            "The route store " + store.location() + " can be used again.");
    this.reporting =
        new StoreLog(
            LOG,
            "\"caravan routes status\" does not show this instance, because it can't write its report",
            "This instance can write its report again.");
    run(Optional.empty(), Activation.IMAGE, image);
  }

  /**
   * The folder with which the service starts: the newest good set; the image's routes if there is
   * none, or if the store can't be read.
   */
  public Path startFolder() {
    try {
      look(store.pointerIfChanged(null));
      if (pointer == null) {
        LOG.info("{} has no active route set, so the image's routes are used.", store.location());
        return running.folder();
      }
      for (Activation activation : pointer.activations()) {
        if (isRecordedAsGood(activation) && start(activation)) {
          LOG.info("Starting with the route set {}.", activation.shortSet());
          break;
        }
      }
    } catch (StoreException e) {
      reading.failed(e);
      LOG.warn("Starting with the image's routes.");
    }
    return running.folder();
  }

  private boolean isRecordedAsGood(Activation activation) {
    return !activation.staged()
        || store
            .rollout(activation)
            .filter(found -> found.value().state() == Rollout.State.OK)
            .isPresent();
  }

  private boolean start(Activation activation) {
    try {
      run(Optional.of(activation), activation.set(), folder(activation.set()));
      return true;
    } catch (InvalidSetException e) {
      refuse(activation, instance, List.of(Fault.of("", e.getMessage(), "")));
      return false;
    }
  }

  /**
   * The service can't start with the folder of {@link #startFolder}.
   *
   * @return the folder with the image's routes; empty if these are what can't start
   */
  public Optional<Path> refuseStart(String why) {
    if (running.activation().isEmpty() || running.set().equals(Activation.IMAGE)) {
      return Optional.empty();
    }
    LOG.error(
        "The service can't start with the route set {}, so it starts with the image's routes: {}",
        Activation.shortened(running.set()),
        why);
    refuse(
        running.activation().get(),
        instance,
        List.of(Fault.of("", "The service can't start with it: " + why, "")));
    run(Optional.empty(), Activation.IMAGE, image);
    return Optional.of(image);
  }

  @Override
  public void begin(Intake intake) {
    receiveBy(intake);
    LOG.info(
        "Checking {} for another route set every {} s, as {}.",
        store.location(),
        interval.toSeconds(),
        instance);
    checking.scheduleWithFixedDelay(this::check, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  void receiveBy(Intake intake) {
    this.intake = intake;
  }

  /** One look at S3, with everything that follows from it. */
  void check() {
    try {
      countFailures();
      if (trial != null) {
        conclude();
      }
      look(store.pointerIfChanged(version));
      if (pointer != null) {
        follow();
      }
      reading.worked();
    } catch (StoreException e) {
      reading.failed(e);
    } catch (RuntimeException | Error e) {
      // The executor would never look again after anything that this method throws.
      if (!checking.isShutdown() && !e.toString().equals(lastError)) {
        lastError = e.toString();
        LOG.error("Can't check for another route set. Trying again.", e);
      }
    }
    state = new State(running, reading.isWorking());
    report(false);
  }

  private void look(RouteStore.PointerReading read) {
    if (!read.isUnchanged()) {
      // A pointer that somebody deleted changes nothing.
      read.found()
          .ifPresent(
              found -> {
                pointer = found.value();
                version = found.version();
              });
    }
  }

  /** Runs the newest good set. */
  private void follow() {
    Activation newest = pointer.newest();
    if (refusal.isPresent() && !refusal.get().activation().equals(newest.id())) {
      refusal = Optional.empty();
    }
    for (Activation activation : pointer.activations()) {
      if (refusedHere.contains(activation.id())) {
        continue;
      }
      Standing standing = standing(activation, activation == newest);
      if (standing == Standing.TRIED_HERE) {
        return;
      }
      if (standing == Standing.GOOD) {
        if (!running.activation().equals(Optional.of(activation))) {
          List<Fault> faults = take(activation);
          if (!faults.isEmpty()) {
            refuse(activation, instance, faults);
            continue;
          }
        }
        return;
      }
    }
  }

  private Standing standing(Activation activation, boolean isNewest) {
    if (!activation.staged()) {
      return Standing.GOOD;
    }
    Standing standing = known.get(activation.id());
    if (standing == null) {
      standing = ask(activation, isNewest);
      if (standing != Standing.OPEN && standing != Standing.TRIED_HERE) {
        known.put(activation.id(), standing);
      }
    }
    return standing;
  }

  private Standing ask(Activation activation, boolean isNewest) {
    RouteStore.Versioned<Rollout> found = store.rollout(activation).orElse(null);
    if (found == null) {
      if (!isNewest) {
        return Standing.SKIPPED;
      }
      return store
          .elect(activation, instance)
          .map(mine -> tryOut(activation, Rollout.trying(activation.set(), instance), mine))
          .orElse(Standing.OPEN);
    }
    Rollout rollout = found.value();
    return switch (rollout.state()) {
      case OK -> Standing.GOOD;
      case REJECTED, FAILED -> {
        if (isNewest) {
          refuse(activation, rollout.first(), rollout.faults());
        }
        yield Standing.REFUSED;
      }
      case TRYING -> {
        if (rollout.first().equals(instance)) {
          // The answer to the write that made this instance the first one was lost.
          yield isNewest ? tryOut(activation, rollout, found.version()) : Standing.SKIPPED;
        }
        if (found.age().compareTo(LONGEST_TRIAL) > 0) {
          giveUp(activation, found);
        }
        yield Standing.OPEN;
      }
    };
  }

  /** The first instance has ended without an answer, perhaps because of the set. */
  private void giveUp(Activation activation, RouteStore.Versioned<Rollout> found) {
    store.conclude(
        activation,
        found
            .value()
            .becomes(
                Rollout.State.FAILED,
                List.of(
                    Fault.of(
                        "",
                        "The first instance, %s, gave no answer within %d s."
                            .formatted(found.value().first(), LONGEST_TRIAL.toSeconds()),
                        "Look at its log. If it was stopped for another reason, push again."))),
        found.version());
  }

  private Standing tryOut(Activation activation, Rollout rollout, String mine) {
    LOG.info("This instance is the first to load the route set {}.", activation.shortSet());
    Running before = running;
    double failuresBefore = failures;
    boolean isTelling = lastFailure.plus(QUIET).isBefore(clock.instant());
    List<Fault> faults = take(activation);
    if (faults.isEmpty()) {
      trial = new Trial(activation, rollout, mine, before, failuresBefore, isTelling);
      return Standing.TRIED_HERE;
    }
    refuse(activation, instance, faults);
    store.conclude(activation, rollout.becomes(Rollout.State.REJECTED, faults), mine);
    return Standing.REFUSED;
  }

  /** Says how the set did since the last look. */
  private void conclude() {
    Trial ending = trial;
    double failed = failures - ending.failures();
    List<Fault> faults =
        ending.isTelling() && failed > 0
            ? List.of(
                Fault.of(
                    "",
                    "Prompts failed with UNEXPECTED right after the switch: %.0f."
                        .formatted(failed),
                    "The log of %s shows the stack trace.".formatted(instance)))
            : List.of();
    Rollout.State answer = faults.isEmpty() ? Rollout.State.OK : Rollout.State.FAILED;
    Rollout verdict = ending.rollout().becomes(answer, faults);
    if (store.conclude(ending.activation(), verdict, ending.version()).isEmpty()) {
      Rollout written =
          store.rollout(ending.activation()).map(RouteStore.Versioned::value).orElse(verdict);
      // Otherwise an earlier write was applied, and its answer was lost.
      if (written.isRefused()) {
        answer = written.state();
        faults = written.faults();
      }
    }
    trial = null;
    known.put(
        ending.activation().id(), answer == Rollout.State.OK ? Standing.GOOD : Standing.REFUSED);
    if (answer != Rollout.State.OK) {
      refuse(ending.activation(), instance, faults);
      goBack(ending.before());
    }
  }

  private void goBack(Running before) {
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

  private List<Fault> take(Activation activation) {
    try {
      boolean isRunning = activation.set().equals(running.set());
      Path folder = isRunning ? running.folder() : folder(activation.set());
      List<Fault> faults = isRunning ? List.of() : intake.take(folder);
      if (faults.isEmpty()) {
        Running before = running;
        running =
            new Running(
                Optional.of(activation),
                activation.set(),
                folder,
                isRunning ? before.since() : clock.instant());
        // The previous one is needed again if this set turns out to be bad.
        folders.keepOnly(new HashSet<>(List.of(running.set(), before.set())));
      }
      return faults;
    } catch (InvalidSetException e) {
      return List.of(Fault.of("", e.getMessage(), ""));
    }
  }

  private Path folder(String set) throws InvalidSetException {
    if (set.equals(Activation.IMAGE)) {
      return image;
    }
    Path written = folders.find(set);
    return written == null ? folders.folder(store.get(set)) : written;
  }

  private void run(Optional<Activation> activation, String set, Path folder) {
    running = new Running(activation, set, folder, clock.instant());
    state = new State(running, true);
  }

  private void refuse(Activation activation, String by, List<Fault> faults) {
    refusedHere.add(activation.id());
    if (pointer.newest().id().equals(activation.id())) {
      refusal =
          Optional.of(
              new Refusal(activation.id(), activation.set(), by, clock.instant(), few(faults)));
    }
    LOG.warn(
        "The route set {} is not used; {} rejected it: {}",
        activation.shortSet(),
        by.equals(instance) ? "this instance" : "the first instance, " + by + ",",
        faults.isEmpty() ? "" : faults.get(0).text());
  }

  /** Enough faults to see what is wrong; lint shows the others. */
  private static List<Fault> few(List<Fault> faults) {
    return faults.size() > 20 ? faults.subList(0, 20) : faults;
  }

  private void countFailures() {
    double now = intake.unexpectedFailures();
    if (now > failures) {
      failures = now;
      if (trial == null) {
        lastFailure = clock.instant();
      }
    }
  }

  private void report(boolean isLast) {
    Report now =
        new Report(
            instance,
            running.set(),
            running.since(),
            refusal,
            new TreeSet<>(intake.needRestart()),
            isLast);
    if (now.equals(reported) && reportedAt.plus(Report.EVERY).isAfter(clock.instant())) {
      return;
    }
    try {
      store.report(now);
      reported = now;
      reportedAt = clock.instant();
      reporting.worked();
    } catch (StoreException e) {
      if (reading.isWorking()) {
        reporting.failed(e);
      }
    } catch (RuntimeException e) {
      LOG.error("Can't write the report.", e);
    }
  }

  @Override
  public void describe(ObjectNode json) {
    State now = state;
    json.put("source", store.location().toString())
        .put("instance", instance)
        .put("set", now.running().set())
        .put("since", now.running().since().toString())
        .put("reachable", now.isReachable());
    now.running()
        .activation()
        .ifPresent(activation -> activation.writeTo(json.putObject("activation")));
    refusal.ifPresent(refused -> refused.writeTo(json.putObject("rejected")));
  }

  @Override
  public boolean isRefused() {
    return refusal.isPresent();
  }

  @Override
  public void end() {
    if (checking.isShutdown()) {
      return;
    }
    checking.execute(this::leave);
    checking.shutdown();
    try {
      checking.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
    folders.deleteAll();
  }

  /** Says how the trial went, so that the fleet need not wait for an instance that has ended. */
  private void leave() {
    try {
      if (intake != null) {
        countFailures();
        if (trial != null) {
          conclude();
        }
        report(true);
      }
    } catch (RuntimeException e) {
      LOG.debug("The last report was not written.", e);
    }
  }
}
