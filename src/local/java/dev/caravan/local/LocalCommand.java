package dev.caravan.local;

import static java.util.Map.entry;

import dev.caravan.cli.LaptopCommand;
import dev.caravan.cli.RoutesChoice;
import dev.caravan.cli.RunningLocal;
import dev.caravan.cli.RunningLocals;
import dev.caravan.cli.Service;
import dev.caravan.local.bedrock.LocalBedrockOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "stops everything.",
      "",
      "Several can run on one machine. Each takes free ports and a folder of its own,",
      "and prints them. Commands with --local use the one that was started last;",
      "--local-port chooses another by one of its ports.",
      "",
      "Example: caravan local --http-port 8081 --data pictures"
    })
public final class LocalCommand implements LaptopCommand {

  @Option(
      names = "--http-port",
      paramLabel = "P",
      description =
          "Port of the API (default: 8080, or a free one if 8080 is in use; 0 picks a free one).")
  Integer httpPort;

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
      description = "Port of health and metrics (default: 9876, or a free one if 9876 is in use).")
  Integer managementPort;

  @Option(
      names = "--sqs-port",
      paramLabel = "P",
      description = "Port of SQS (default: 9324, or a free one if 9324 is in use).")
  Integer sqsPort;

  @Option(
      names = "--s3-port",
      paramLabel = "P",
      description = "Port of S3 (default: 9325, or a free one if 9325 is in use).")
  Integer s3Port;

  @Option(
      names = "--bedrock-port",
      paramLabel = "P",
      description = "Port of Bedrock (default: 9326, or a free one if 9326 is in use).")
  Integer bedrockPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder that stores the buckets as plain files (default: caravan-data, or caravan-data-2"
              + " and so on if another ./caravan local uses it).")
  Path data;

  @Option(
      names = "--routes",
      paramLabel = "ROUTES",
      description =
          "Folder with the routes (default: the shipped routes); or s3://caravan-local/routes to try"
              + " \"caravan routes push\".")
  String routes;

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
    RunningLocals locals = RunningLocals.ofThisUser();
    Started started = start();
    announce(locals, started.running());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(locals, started, stopped), "stop"));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json
            ? started.running().toJson()
            : new Welcome(started.running(), started.inUse(), locals.list().size() > 1).text());
    out.flush();
    stopped.await();
    return 0;
  }

  /** Everything that runs. The ports and the folder stay locked until all of it has stopped. */
  private record Started(
      PortClaims claims,
      DataFolder folder,
      LocalAws aws,
      Optional<Service> service,
      RunningLocal running,
      List<Integer> inUse) {}

  private Started start() throws Exception {
    PortClaims claims = PortClaims.ofThisUser();
    Ports ports = new Ports(claims);
    Map<String, Integer> chosen = ports.choose(wantedPorts());
    DataFolder folder = DataFolder.take(data);
    LocalAws aws =
        LocalAws.start(
            new LocalAwsOptions(
                chosen.get("--sqs-port"),
                chosen.get("--s3-port"),
                folder.path(),
                "caravan-local",
                bedrockOptions(chosen.get("--bedrock-port"))));
    aws.useInThisJvm();
    Optional<Service> service = awsOnly ? Optional.empty() : Optional.of(start(aws, chosen));
    service.ifPresent(DocumentationSite::serve);
    return new Started(claims, folder, aws, service, describe(aws, service), ports.inUse());
  }

  private List<Ports.Wanted> wantedPorts() {
    List<Ports.Wanted> wanted = new ArrayList<>();
    if (!awsOnly) {
      wanted.add(new Ports.Wanted("--http-port", httpPort, 8080, httpHost));
      wanted.add(new Ports.Wanted("--management-port", managementPort, 9876, LocalAws.HOST));
    }
    wanted.add(new Ports.Wanted("--sqs-port", sqsPort, 9324, LocalAws.HOST));
    wanted.add(new Ports.Wanted("--s3-port", s3Port, 9325, LocalAws.HOST));
    wanted.add(new Ports.Wanted("--bedrock-port", bedrockPort, 9326, LocalAws.HOST));
    return wanted;
  }

  private Service start(LocalAws aws, Map<String, Integer> ports) throws Exception {
    try {
      return new RoutesChoice(routes)
          .start(
              Map.ofEntries(
                  entry("sqs.queue.url", aws.queueUrl()),
                  entry("sqs.dead.letter.queue.url", aws.deadLetterQueueUrl()),
                  entry("bucket.name", aws.bucket()),
                  entry("http.host", httpHost),
                  entry("http.port", String.valueOf(ports.get("--http-port"))),
                  entry("management.host", LocalAws.HOST),
                  entry("management.port", String.valueOf(ports.get("--management-port"))),
                  // The service waits for the current long poll when it stops.
                  entry("caravan.queue.wait-seconds", "1"),
                  // SQS has forgotten its messages after a restart, and the sweep sends them again.
                  entry("caravan.sweep.seconds", "10"),
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

  private LocalBedrockOptions bedrockOptions(int port) {
    LocalBedrockOptions options = LocalBedrockOptions.defaults().withPort(port);
    return bedrockRules == null ? options : options.withRulesFile(bedrockRules);
  }

  private RunningLocal describe(LocalAws aws, Optional<Service> service) {
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
        new RoutesChoice(routes).isDelivered() ? routes : null,
        ProcessHandle.current().pid(),
        System.currentTimeMillis());
  }

  private void announce(RunningLocals locals, RunningLocal running) {
    try {
      locals.announce(running);
    } catch (IOException | UnsupportedOperationException e) {
      spec.commandLine()
          .getErr()
          .println(
              "caravan: \"send --local\" won't find these servers, because ~/.caravan can't be"
                  + " written.");
      spec.commandLine().getErr().flush();
    }
  }

  private static void stop(RunningLocals locals, Started started, CountDownLatch stopped) {
    locals.withdraw(started.running());
    started.service().ifPresent(Service::close);
    started.aws().close();
    try {
      started.folder().close();
      started.claims().close();
    } catch (IOException e) {
      // The locks end with this process at the latest.
    }
    stopped.countDown();
  }
}
