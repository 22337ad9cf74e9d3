package dev.caravan.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select a running service, and the token for it. */
final class ServiceOption {

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The address of the service (default: CARAVAN_URL, or else http://127.0.0.1:8080).")
  String url;

  @Option(
      names = "--token-file",
      paramLabel = "F",
      description =
          "A file with the token for the service (default: CARAVAN_TOKEN, or the file that"
              + " CARAVAN_TOKEN_FILE names).")
  Path tokenFile;

  /** The address on the command line; empty if there is none. */
  Optional<ServiceAddress> given() {
    return Optional.ofNullable(url).map(set -> ServiceAddress.of("--url", set));
  }

  /** A client of the service of {@code --local}, or else of that at the address. */
  ServiceClient connect(LocalOption local) {
    if (!local.isGiven()) {
      return connect();
    }
    refuseWith(local);
    return connect(local.find());
  }

  /**
   * @throws CommandFailedException if both options name a service
   */
  void refuseWith(LocalOption local) {
    if (local.isGiven() && url != null) {
      throw CommandFailedException.misconfigured("Use either --url or --local, not both.");
    }
  }

  /** A client of the service at the given address, or else at that of the variable. */
  ServiceClient connect() {
    ServiceAddress address =
        given().or(ServiceAddress::fromEnvironment).orElseGet(ServiceAddress::fallback);
    return new ServiceClient(address, CallerToken.find(tokenFile));
  }

  /** It needs no token, and must not get one that is meant for another service. */
  static ServiceClient connect(RunningLocal running) {
    if (running.http() == null) {
      throw CommandFailedException.misconfigured(
          "This ./caravan local runs without the service (--aws-only), so it has no API.");
    }
    return new ServiceClient(new ServiceAddress(running.http()), Optional.empty());
  }
}
