package dev.caravan.local;

import static java.util.Map.entry;

import dev.caravan.cli.CommandFailedException;
import dev.caravan.cli.Home;
import dev.caravan.cli.LaptopCommand;
import dev.caravan.cli.RunningLocal;
import dev.caravan.cli.Service;
import dev.caravan.local.bedrock.LocalBedrockOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service and the servers that it needs on one machine. */
@Command(
    name = "local",
    description = "Run everything on this machine, without AWS.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Starts SQS, S3, a Bedrock that draws pictures, and the service. Everything",
      "listens on loopback; --http-host can give the API another address. Ctrl-C",
      "stops everything."
    })
public final class LocalCommand implements LaptopCommand {

  @Option(
      names = "--http-port",
      paramLabel = "P",
      description = "Port of the API (default: ${DEFAULT-VALUE}; 0 picks a free one).")
  int httpPort = 8080;

  @Option(
      names = "--http-host",
      paramLabel = "A",
      description =
          "Address that the API listens on (default: ${DEFAULT-VALUE}); use 0.0.0.0 in a container."
              + " Anyone who can reach it can call the API, without a token.")
  String httpHost = LocalAws.HOST;

  @Option(
      names = "--management-port",
      paramLabel = "P",
      description = "Port for health and metrics (default: ${DEFAULT-VALUE}).")
  int managementPort = 9876;

  @Option(
      names = "--sqs-port",
      paramLabel = "P",
      description = "Port of SQS (default: ${DEFAULT-VALUE}).")
  int sqsPort = 9324;

  @Option(
      names = "--s3-port",
      paramLabel = "P",
      description = "Port of S3 (default: ${DEFAULT-VALUE}).")
  int s3Port = 9325;

  @Option(
      names = "--bedrock-port",
      paramLabel = "P",
      description = "Port of Bedrock (default: ${DEFAULT-VALUE}).")
  int bedrockPort = 9326;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that stores the buckets as plain files (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("caravan-data");

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "Folder with the routes (default: ${DEFAULT-VALUE}).")
  Path routes = Home.routes();

  @Option(
      names = "--bedrock-rules",
      paramLabel = "F",
      description = "File with rules that make Bedrock misbehave; see docs/local.md.")
  Path bedrockRules;

  @Option(names = "--aws-only", description = "Start SQS, S3 and Bedrock without the service.")
  boolean awsOnly;

  @Option(
      names = "--no-reload",
      description = "Load changed routes and models only at the next start (docs/reload.md).")
  boolean noReload;

  @Option(
      names = "--json",
      description = "Print one line of JSON for scripts once everything is ready.")
  boolean json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    checkPorts();
    checkData();
    LocalAws aws =
        LocalAws.start(
            new LocalAwsOptions(sqsPort, s3Port, data, "caravan-local", bedrockOptions()));
    aws.useInThisJvm();
    Optional<Service> service = awsOnly ? Optional.empty() : Optional.of(start(aws));
    RunningLocal running = describe(aws, service);
    announce(running);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(aws, service, running, stopped), "stop"));
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? running.toJson() : Welcome.text(running));
    out.flush();
    stopped.await();
    return 0;
  }

  private Service start(LocalAws aws) throws Exception {
    try {
      return Service.start(
          routes,
          Map.ofEntries(
              entry("sqs.queue.url", aws.queueUrl()),
              entry("sqs.dead.letter.queue.url", aws.deadLetterQueueUrl()),
              entry("bucket.name", aws.bucket()),
              entry("http.host", httpHost),
              entry("http.port", String.valueOf(httpPort)),
              entry("management.host", LocalAws.HOST),
              entry("management.port", String.valueOf(managementPort)),
              // The service waits for the current long poll when it stops.
              entry("caravan.queue.wait-seconds", "1"),
              entry("caravan.routes.reload", String.valueOf(!noReload)),
              // CloudWatch charges for custom metrics, and a laptop needs none.
              entry("caravan.cloudwatch.enabled", "false"),
              // Anyone who sets --http-host wants others to be able to call the API.
              entry("caravan.http.anonymous", "true"),
              entry("caravan.http.tokens", ""),
              entry("caravan.http.tokens-file", "")));
    } catch (RuntimeException e) {
      aws.close();
      throw e;
    }
  }

  private LocalBedrockOptions bedrockOptions() {
    LocalBedrockOptions options = LocalBedrockOptions.defaults().withPort(bedrockPort);
    return bedrockRules == null ? options : options.withRulesFile(bedrockRules);
  }

  private void checkPorts() {
    Ports ports = new Ports();
    if (!awsOnly) {
      ports.require("--http-port", httpPort);
      ports.require("--management-port", managementPort);
    }
    ports.require("--sqs-port", sqsPort);
    ports.require("--s3-port", s3Port);
    ports.require("--bedrock-port", bedrockPort);
  }

  private void checkData() {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw unwritable();
    }
    if (!Files.isWritable(data)) {
      throw unwritable();
    }
  }

  private CommandFailedException unwritable() {
    return CommandFailedException.misconfigured(
        "Can't write to " + data.toAbsolutePath() + "; name another folder with --data DIR.");
  }

  private static RunningLocal describe(LocalAws aws, Optional<Service> service) {
    String base = "http://" + LocalAws.HOST + ":";
    return new RunningLocal(
        service.map(started -> base + started.httpPort()).orElse(null),
        service.map(started -> base + started.managementPort()).orElse(null),
        aws.queueUrl(),
        aws.deadLetterQueueUrl(),
        aws.sqsEndpoint().toString(),
        aws.s3Endpoint().toString(),
        aws.bucket(),
        aws.bedrockEndpoint().toString(),
        LocalAws.REGION,
        aws.credentials().accessKeyId(),
        aws.credentials().secretAccessKey(),
        aws.data().toString(),
        ProcessHandle.current().pid());
  }

  private void announce(RunningLocal running) {
    try {
      running.announce();
    } catch (IOException | UnsupportedOperationException e) {
      spec.commandLine()
          .getErr()
          .println(
              "caravan: \"send --local\" won't find these servers, because ~/.caravan can't be"
                  + " written.");
      spec.commandLine().getErr().flush();
    }
  }

  private static void stop(
      LocalAws aws, Optional<Service> service, RunningLocal running, CountDownLatch stopped) {
    running.withdraw();
    service.ifPresent(Service::close);
    aws.close();
    stopped.countDown();
  }
}
