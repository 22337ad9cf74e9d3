package dev.caravan.cli;

import dev.caravan.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service against AWS. */
@Command(
    name = "serve",
    description = "Run the service against AWS, with the routes of a folder or of S3.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Requires SQS_QUEUE_URL, SQS_DEAD_LETTER_QUEUE_URL and BUCKET_NAME, and a region",
      "and credentials in any way that the AWS SDK supports.",
      "docs/configuration.md lists every setting.",
      "",
      "Example: caravan serve --routes routes"
    })
public final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--routes",
      paramLabel = "ROUTES",
      description =
          "The routes folder, or s3://bucket/prefix (default: CARAVAN_ROUTES, or the shipped"
              + " routes).")
  String routes = Settings.FROM_ENVIRONMENT.apply("caravan.routes");

  @Override
  public Integer call() throws InterruptedException {
    List<String> errors = Settings.check(Settings.FROM_ENVIRONMENT);
    if (!errors.isEmpty()) {
      throw CommandFailedException.misconfigured(String.join("\ncaravan: ", errors));
    }
    EarlyClasses.load();
    CountDownLatch stopped = new CountDownLatch(1);
    Service service = new RoutesChoice(routes).start(Map.of());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  LOG.info("Stopping after the prompts in progress have finished.");
                  service.close();
                  stopped.countDown();
                },
                "stop"));
    LOG.info(
        "Ready: HTTP on port {}, management on port {}.",
        service.httpPort(),
        service.managementPort());
    stopped.await();
    return 0;
  }
}
