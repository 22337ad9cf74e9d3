package dev.caravan.it.faults.single;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** A cell that runs: its site, its fault and its caller. */
record Trial(Site site, Cell cell, Plan plan, Caller caller) {

  static Trial of(Site site, Cell cell) {
    return new Trial(site, cell, new Plan(cell), new Caller(site, cell));
  }

  /** Arms the fault and sends the prompt. */
  void begin() {
    if (cell.step() != null) {
      site.journeys().plan(plan);
    }
    if (cell.step() == Step.RECEIVE) {
      plan.sendAtReceive(this::sendNow);
    } else {
      start();
    }
  }

  private void start() {
    Thread thread = new Thread(caller, "caller-" + cell.word());
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns when the message is in the queue. */
  private void sendNow() {
    start();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> caller.told() != null);
  }
}
