package dev.caravan.cli.doctor;

import java.util.List;

/** Something that Caravan needs. A check costs nothing and changes nothing. */
interface Check {

  /** The first word of its lines. */
  String name();

  /** Keys of the settings without which it can't run. */
  default List<String> settings() {
    return List.of();
  }

  /** Whether it needs a region and credentials. */
  default boolean callsAws() {
    return true;
  }

  /**
   * @return one finding or more
   */
  List<Finding> run();

  default Finding ok(String message) {
    return new Finding(name(), Status.OK, message);
  }

  default Finding warning(String message) {
    return new Finding(name(), Status.WARNING, message);
  }

  default Finding failed(String message) {
    return new Finding(name(), Status.FAILED, message);
  }
}
