package dev.caravan.routes.reload;

import java.util.List;

/** What was saved can't run. */
final class RejectedException extends Exception {

  private final List<Fault> faults;

  RejectedException(List<Fault> faults) {
    super(faults.get(0).text());
    this.faults = List.copyOf(faults);
  }

  List<Fault> faults() {
    return faults;
  }
}
