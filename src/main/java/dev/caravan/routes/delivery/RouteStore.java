package dev.caravan.routes.delivery;

import dev.caravan.settings.RouteLocation;
import dev.caravan.store.S3Clients;
import dev.caravan.store.SmallObjects;
import dev.caravan.store.SmallObjects.Found;
import dev.caravan.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The route sets of a fleet in S3:
 *
 * <ul>
 *   <li>{@code sets/HASH.json}: the files of a set; never changes
 *   <li>{@code current.json}: the active set and its history; changed by compare-and-set
 *   <li>{@code rollouts/ACTIVATION.json}: how the first instance got on with a set
 *   <li>{@code instances/NAME.json}: what an instance runs
 * </ul>
 *
 * <p>Every method throws {@link StoreException} if S3 fails or refuses the call.
 */
public final class RouteStore implements AutoCloseable {

  private static final String POINTER = "current.json";
  private static final String INSTANCES = "instances/";

  /** A pointer has up to 100 entries of about 1 KB, and a report up to 20 findings. */
  private static final int MOST_POINTER_BYTES = 262_144;

  /** Older reports are not even read. Much longer than their expiry, because clocks differ. */
  private static final Duration OLDEST_REPORT = Duration.ofDays(1);

  private static final Duration CALL = Duration.ofSeconds(5);

  /**
   * An object with its version, for compare-and-set.
   *
   * @param age since the last write, by S3's clock
   */
  public record Versioned<T>(T value, String version, Duration age) {}

  /**
   * @param isUnchanged true if the pointer has the version that the caller knows
   * @param found empty if it is unchanged or missing
   */
  record PointerReading(boolean isUnchanged, Optional<Versioned<Pointer>> found) {}

  private final RouteLocation location;
  private final S3Client s3;
  private final SmallObjects objects;
  private final Clock clock;

  public RouteStore(RouteLocation location, S3Client s3) {
    this(location, s3, Clock.systemUTC());
  }

  RouteStore(RouteLocation location, S3Client s3, Clock clock) {
    this.location = location;
    this.s3 = s3;
    this.objects = new SmallObjects(s3, location.bucket(), location.prefix(), CALL);
    this.clock = clock;
  }

  /**
   * A store with a client of its own.
   *
   * @param kmsKey with which every object is encrypted; empty for the bucket's default
   */
  public static RouteStore open(RouteLocation location, String kmsKey) {
    return new RouteStore(location, S3Clients.watched(kmsKey));
  }

  public RouteLocation location() {
    return location;
  }

  /** The pointer; empty if no set was ever activated. */
  public Optional<Versioned<Pointer>> pointer() {
    return pointerIfChanged(null).found();
  }

  PointerReading pointerIfChanged(String version) {
    SmallObjects.Reading reading = objects.readIfChanged(POINTER, version, MOST_POINTER_BYTES);
    return new PointerReading(
        reading.isUnchanged(), reading.found().map(found -> parsed(POINTER, found, Pointer::read)));
  }

  /**
   * Makes a set active.
   *
   * @param set a hash, or {@link Activation#IMAGE}
   * @param before what the caller has read; empty if there was no pointer
   * @return empty if somebody else has changed the pointer in the meantime
   */
  public Optional<Activation> activate(
      String set, String by, String why, boolean staged, Optional<Versioned<Pointer>> before) {
    int number = before.map(found -> found.value().newest().number()).orElse(0) + 1;
    String id = "%d-%08x".formatted(number, ThreadLocalRandom.current().nextInt());
    Activation next = new Activation(id, number, set, clock.instant(), by, why, staged);
    Pointer pointer =
        before.map(found -> found.value().with(next)).orElse(new Pointer(List.of(next)));
    Optional<String> written =
        before.isPresent()
            ? objects.replace(POINTER, pointer.toJson(), before.get().version())
            : objects.create(POINTER, pointer.toJson());
    // A write whose answer was lost may have been repeated, and then conflicts with itself.
    return written.isPresent() || isActive(next) ? Optional.of(next) : Optional.empty();
  }

  private boolean isActive(Activation activation) {
    return pointer()
        .filter(now -> now.value().activations().stream().anyMatch(activation::equals))
        .isPresent();
  }

  /**
   * Stores a set, unless it is stored. Replaces a damaged one.
   *
   * @return true if the set was written, false if it was there
   * @throws InvalidSetException if the set is too large
   */
  public boolean put(RouteSet set) throws InvalidSetException {
    byte[] json = set.toJson();
    if (objects.create(name(set.hash()), json).isPresent()) {
      return true;
    }
    if (isUsable(set.hash())) {
      return false;
    }
    objects.write(name(set.hash()), json);
    return true;
  }

  /** Whether the set of this hash is stored, and its contents have this hash. */
  public boolean isUsable(String hash) {
    try {
      get(hash);
      return true;
    } catch (InvalidSetException e) {
      return false;
    }
  }

  /**
   * The set of this hash.
   *
   * @throws InvalidSetException if there is none, or its contents have another hash
   */
  public RouteSet get(String hash) throws InvalidSetException {
    return RouteSet.parse(hash, read(hash));
  }

  private byte[] read(String hash) throws InvalidSetException {
    return objects
        .read(name(hash), RouteSet.MOST_JSON_BYTES)
        .orElseThrow(() -> new InvalidSetException(objects.address(name(hash)) + " is missing."))
        .bytes();
  }

  /** The stored sets whose hash begins like this. */
  public List<String> find(String hashStart) {
    return objects.list("sets/" + hashStart, Instant.MIN).stream()
        .map(rest -> hashStart + rest.replace(".json", ""))
        .filter(RouteSet::isHash)
        .toList();
  }

  private static String name(String hash) {
    return "sets/" + hash + ".json";
  }

  /** How the first instance gets on with a set; empty if no instance has begun with it. */
  public Optional<Versioned<Rollout>> rollout(Activation activation) {
    String name = name(activation);
    return objects.read(name, MOST_POINTER_BYTES).map(found -> parsed(name, found, Rollout::read));
  }

  /**
   * Makes an instance the first one to run a set.
   *
   * @return the version of the new rollout; empty if another instance is the first one
   */
  Optional<String> elect(Activation activation, String instance) {
    return objects.create(name(activation), Rollout.trying(activation.set(), instance).toJson());
  }

  /**
   * Replaces a rollout.
   *
   * @return the new version; empty if another instance has replaced it
   */
  Optional<String> conclude(Activation activation, Rollout rollout, String version) {
    return objects.replace(name(activation), rollout.toJson(), version);
  }

  private static String name(Activation activation) {
    return "rollouts/" + activation.id() + ".json";
  }

  void report(Report report) {
    objects.write(INSTANCES + report.instance() + ".json", report.toJson());
  }

  /** The reports of the instances that run now, by name. Skips unreadable ones. */
  public List<Report> reports() {
    List<Report> reports = new ArrayList<>();
    for (String name : objects.list(INSTANCES, clock.instant().minus(OLDEST_REPORT))) {
      objects
          .read(INSTANCES + name, MOST_POINTER_BYTES)
          .filter(found -> found.age().compareTo(Report.EXPIRY) < 0)
          .map(RouteStore::readable)
          .filter(report -> !report.isStopped())
          .ifPresent(reports::add);
    }
    return reports;
  }

  private static Report readable(Found found) {
    try {
      return Report.read(found.bytes());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private <T> Versioned<T> parsed(String name, Found found, Function<byte[], T> reader) {
    try {
      return new Versioned<>(reader.apply(found.bytes()), found.version(), found.age());
    } catch (IllegalArgumentException e) {
      // Without the cause, of which a command would show only the parser's message.
      throw new StoreException("Can't use %s: %s".formatted(objects.address(name), e.getMessage()));
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
