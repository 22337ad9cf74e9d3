package dev.caravan.routes.reload;

import java.util.List;

/** The saved files can't be used. */
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
