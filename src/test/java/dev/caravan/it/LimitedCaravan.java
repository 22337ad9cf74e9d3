package dev.caravan.it;

import dev.caravan.cli.Service;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A service with deadlines and limits of its own, and a model that answers when the test says. */
record LimitedCaravan(LocalAws aws, HeldBedrock bedrock, Service service, Api api, Api management)
    implements AutoCloseable {

  /**
   * @param settings key and value in turn
   */
  static LimitedCaravan start(String... settings) throws Exception {
    LocalAws aws =
        LocalAws.start(
            LocalAwsOptions.onFreePorts(Files.createTempDirectory(Path.of("target"), "it-limits")));
    aws.useInThisJvm();
    HeldBedrock bedrock = new HeldBedrock();
    bedrock.useInThisJvm();
    Map<String, String> all = new HashMap<>(RunningCaravan.Running.settings(aws));
    all.put("caravan.claim.seconds", "60");
    for (int at = 0; at < settings.length; at += 2) {
      all.put(settings[at], settings[at + 1]);
    }
    Service service = Service.start(Path.of("routes"), all);
    return new LimitedCaravan(
        aws, bedrock, service, new Api(service.httpPort()), new Api(service.managementPort()));
  }

  int port(boolean management) {
    return management ? service.managementPort() : service.httpPort();
  }

  double open(String port) {
    return Scrape.of(management).value("caravan_http_connections", "port", port);
  }

  @Override
  public void close() {
    bedrock.letGo();
    service.close();
    bedrock.close();
    aws.close();
  }
}
