package dev.caravan.routes.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.reload.Fault;
import dev.caravan.routes.reload.Intake;
import dev.caravan.routes.reload.Rejection;
import dev.caravan.routes.reload.RouteSource;
import dev.caravan.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  private static final Duration STOP = Duration.ofSeconds(3);

  private final RouteStore store;
  private final String instance;
  private final Duration interval;
  private final PointerWatch watch;
  private final CurrentSet current;
  private final Staging staging;
  private final Failures failures;
  private final Reporting reporting;
  private final StoreLog reading;
  private final Refusals refusals;
  private final ScheduledExecutorService checking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "routes-delivery");
            thread.setDaemon(true);
            return thread;
          });
  private Intake intake;
  private Trial trial;
  private String lastError = "";
  // Read by requests of GET /observe/routes.
  private volatile boolean isReachable = true;

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
    this.instance = instance.text();
    this.interval = interval;
    this.watch = new PointerWatch(store);
    this.current = new CurrentSet(store, image, clock);
    this.staging = new Staging(store, this.instance);
    this.refusals = new Refusals(this.instance, clock);
    this.failures = new Failures(clock);
    this.reporting = new Reporting(store, clock);
    this.reading =
        new StoreLog(
            LOG,
            "The route store "
                + store.location()
                + " can't be used, so the routes stay as they are",
            "The route store " + store.location() + " can be used again.");
  }

  /**
   * The folder with which the service starts: the newest good set; the image's routes if there is
   * none, or if the store can't be read.
   */
  public Path startFolder() {
    try {
      watch.look();
      if (watch.pointer().isEmpty()) {
        LOG.info("{} has no active route set, so the image's routes are used.", store.location());
      }
      watch.pointer().ifPresent(this::start);
    } catch (StoreException e) {
      reading.failed(e);
      LOG.warn("Starting with the image's routes.");
    }
    return current.running().folder();
  }

  private void start(Pointer pointer) {
    for (Activation activation : pointer.activations()) {
      if (staging.isRecordedAsGood(activation) && start(activation)) {
        LOG.info("Starting with the route set {}.", activation.shortSet());
        return;
      }
    }
  }

  private boolean start(Activation activation) {
    try {
      current.startWith(activation);
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
    Running failed = current.running();
    if (failed.activation().isEmpty() || failed.set().equals(Activation.IMAGE)) {
      return Optional.empty();
    }
    LOG.error(
        "The service can't start with the route set {}, so it starts with the image's routes: {}",
        Activation.shortened(failed.set()),
        why);
    refuse(
        failed.activation().get(),
        instance,
        List.of(Fault.of("", "The service can't start with it: " + why, "")));
    current.startWithImage();
    return Optional.of(current.running().folder());
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
      conclude();
      watch.look();
      watch.pointer().ifPresent(this::follow);
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
    isReachable = reading.isWorking();
    report(false);
  }

  /** Runs the newest good set. */
  private void follow(Pointer pointer) {
    Activation newest = pointer.newest();
    refusals.keepOnly(newest);
    for (Activation activation : pointer.activations()) {
      if (refusals.contains(activation)) {
        continue;
      }
      Standing standing = staging.standing(activation, activation == newest);
      if (standing instanceof Standing.Refused refused && activation == newest) {
        refuse(activation, refused.rollout().first(), refused.rollout().faults());
      } else if (standing instanceof Standing.First first && tryOut(activation, first)) {
        return;
      } else if (standing instanceof Standing.Good && run(activation)) {
        return;
      }
    }
  }

  /**
   * @return false if this instance alone can't use the set
   */
  private boolean run(Activation activation) {
    if (current.running().activation().equals(Optional.of(activation))) {
      return true;
    }
    List<Fault> faults = current.take(activation, intake);
    if (!faults.isEmpty()) {
      refuse(activation, instance, faults);
    }
    return faults.isEmpty();
  }

  /**
   * @return true if the set runs now, and is judged at the next look
   */
  private boolean tryOut(Activation activation, Standing.First first) {
    LOG.info("This instance is the first to load the route set {}.", activation.shortSet());
    Running before = current.running();
    double failuresBefore = failures.count();
    double usual = failures.recent();
    double finishedBefore = intake.finished();
    List<Fault> faults = current.take(activation, intake);
    trial = new Trial(activation, first, before, failuresBefore, usual, finishedBefore, faults);
    if (trial.isRejected()) {
      refuse(activation, instance, faults);
      conclude();
    }
    return faults.isEmpty();
  }

  /** Says how a trial went. If the store fails, the next look says it. */
  private void conclude() {
    failures.update(intake.unexpectedFailures(), trial != null && !trial.isRejected());
    if (trial == null) {
      return;
    }
    Trial ending = trial;
    Rollout verdict = ending.verdict(failures.count(), intake.finished());
    Rollout answer = staging.conclude(ending, verdict);
    trial = null;
    if (answer.isRefused() && !ending.isRejected()) {
      refuse(ending.activation(), instance, answer.faults());
      current.goBack(ending.before(), intake);
      // What failed until the previous routes ran again says nothing about the next set.
      failures.update(intake.unexpectedFailures(), true);
    }
  }

  private void refuse(Activation activation, String by, List<Fault> faults) {
    boolean isNewest =
        watch.pointer().filter(now -> now.newest().id().equals(activation.id())).isPresent();
    refusals.add(activation, by, faults, isNewest);
  }

  private void report(boolean isLast) {
    Running now = current.running();
    reporting.report(
        new Report(
            instance,
            now.set(),
            now.since(),
            refusals.active(),
            new TreeSet<>(intake.needRestart()),
            isLast),
        reading.isWorking());
  }

  @Override
  public void describe(ObjectNode json) {
    Running now = current.running();
    json.put("source", store.location().toString())
        .put("instance", instance)
        .put("set", now.set())
        .put("since", now.since().toString())
        .put("reachable", isReachable);
    now.activation().ifPresent(activation -> activation.writeTo(json.putObject("activation")));
    refusals.active().ifPresent(refused -> refused.writeTo(json.putObject("rejected")));
  }

  @Override
  public Optional<Rejection> rejection() {
    return refusals.active().map(each -> new Rejection(each.at(), each.by(), each.faults()));
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
    current.deleteFolders();
  }

  /** Says how the trial went, so that the fleet need not wait for an instance that has ended. */
  private void leave() {
    try {
      if (intake != null) {
        conclude();
        report(true);
      }
    } catch (RuntimeException e) {
      LOG.debug("The last report was not written.", e);
    }
  }
}
