package dev.caravan.cli;

import java.util.Optional;

/**
 * Where prompts are sent.
 *
 * @param client of the service that has their records; empty if no service is known or needed
 */
record Destination(Entrance entrance, Optional<ServiceClient> client) {

  /**
   * The queue of a local Caravan, the API at an address, or the queue in the variables.
   *
   * @param waits true if the records will be read
   * @throws CommandFailedException if none is set, or if the options contradict each other
   */
  static Destination of(LocalOption local, ServiceOption service, boolean waits) {
    if (local.isGiven()) {
      service.refuseWith(local);
      return of(local.find(), waits);
    }
    if (service.given().isPresent()
        || !Target.isInEnvironment() && ServiceAddress.isInEnvironment()) {
      ServiceClient client = service.connect();
      return new Destination(new ApiEntrance(client), Optional.of(client));
    }
    return new Destination(
        queue(Target.fromEnvironment()), waits ? Optional.of(service.connect()) : Optional.empty());
  }

  private static Destination of(RunningLocal running, boolean waits) {
    boolean isUnneeded = running.http() == null && !waits;
    return new Destination(
        queue(Target.of(running)),
        isUnneeded ? Optional.empty() : Optional.of(ServiceOption.connect(running)));
  }

  private static Entrance queue(Target target) {
    return new QueueEntrance(target.client(), target.queueUrl());
  }

  boolean isApi() {
    return entrance instanceof ApiEntrance;
  }
}
