package dev.caravan.cli;

import dev.caravan.cli.doctor.Checks;
import dev.caravan.cli.doctor.Finding;
import dev.caravan.cli.doctor.Status;
import dev.caravan.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks everything that the service needs, with the settings and the role of this process. */
@Command(
    name = "doctor",
    description = "Check settings, queues, bucket, models, clock, tokens and metrics.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Uses the settings and the role that \"caravan serve\" would use here, on a laptop",
      "or in a task. It makes no paid model call and changes nothing but the object",
      "generations/probe, which the service writes at each start, too.",
      "Exit codes: 0 no check failed, 1 a check failed, 2 invalid command line.",
      "Warnings do not fail the command; with --strict, they do.",
      "",
      "Example: caravan doctor --json"
    })
public final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "The routes folder (default: ${DEFAULT-VALUE}).")
  Path routes = Home.routes();

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(names = "--strict", description = "Let warnings fail the command, too.")
  boolean strict;

  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    DoctorReport report = new DoctorReport(examine());
    report.write(spec.commandLine().getOut(), json);
    return report.has(Status.FAILED) || strict && report.has(Status.WARNING) ? 1 : 0;
  }

  private List<Finding> examine() {
    Function<String, String> settings = Settings.FROM_ENVIRONMENT;
    if (local.isGiven()) {
      LocalSdk sdk = new LocalSdk(local.find());
      sdk.use();
      settings = sdk.settings(settings);
    }
    return new Checks(settings, System.getenv(), routes.resolve("models.yaml"))
        .doctor(local.isGiven())
        .examine();
  }
}
