package dev.caravan.routes.delivery;

import org.slf4j.Logger;

/** Logs one line when something begins to fail, and one when it works again. */
final class StoreLog {

  private final Logger log;
  private final String failing;
  private final String again;
  private boolean works = true;

  StoreLog(Logger log, String failing, String again) {
    this.log = log;
    this.failing = failing;
    this.again = again;
  }

  void failed(Exception e) {
    if (works) {
      works = false;
      log.warn("{}: {}", failing, e.getMessage());
    }
  }

  void worked() {
    if (!works) {
      works = true;
      log.info(again);
    }
  }

  boolean isWorking() {
    return works;
  }
}
