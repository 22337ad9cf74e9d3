package dev.caravan.it.faults;

import dev.caravan.local.bedrock.LocalBedrock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Causes faults, one after the other, until all prompts have ended. */
final class Chaos implements Runnable {

  private final Fleet fleet;
  private final LocalBedrock bedrock;
  private final FaultyProxy store;
  private final Duration outage;
  private final int most;
  private final Random random;
  private final List<Fault> made = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  /**
   * @param outage how long S3 is away each time
   * @param most faults at most
   */
  Chaos(
      Fleet fleet, LocalBedrock bedrock, FaultyProxy store, Duration outage, int most, long seed) {
    this.fleet = fleet;
    this.bedrock = bedrock;
    this.store = store;
    this.outage = outage;
    this.most = most;
    this.random = new Random(seed);
  }

  @Override
  public void run() {
    try {
      for (int turn = 0; !over && turn < most; turn++) {
        TimeUnit.MILLISECONDS.sleep(800 + random.nextInt(1500));
        if (!over) {
          made.add(make(turn));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("a fault could not be made", e);
    }
  }

  /** Takes each kind in turn, so that a short run has all of them. */
  private Fault make(int turn) throws Exception {
    return switch (turn % 4) {
      case 0 -> {
        Fault kill = fleet.kill();
        fleet.add();
        yield kill;
      }
      case 1 -> {
        Instant from = Instant.now();
        store.down();
        TimeUnit.MILLISECONDS.sleep(outage.toMillis());
        store.up();
        yield new Fault.StoreDown(from, Instant.now());
      }
      case 2 -> {
        bedrock.misbehaviour().replace(Rules.withDenial());
        yield new Fault.Denied(Instant.now());
      }
      default -> {
        Fault stop = fleet.stop();
        fleet.add();
        yield stop;
      }
    };
  }

  /** Ends the faults. */
  void end() {
    over = true;
  }

  List<Fault> made() {
    return made;
  }
}
