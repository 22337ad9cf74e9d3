package dev.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Delivers route sets to a running fleet. */
@Command(
    name = "routes",
    description = "Deliver edited routes to a running fleet, without an image.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "The place of the route sets is CARAVAN_ROUTES=s3://bucket/prefix, or --store. With",
      "--local or --local-port, it is that of a \"caravan local --routes",
      "s3://caravan-local/routes\". docs/delivery.md describes how a fleet takes over a set.",
      "",
      "Example: caravan routes push --why \"A calmer tone\""
    },
    subcommands = {
      RoutesPushCommand.class,
      RoutesStatusCommand.class,
      RoutesDiffCommand.class,
      RoutesHistoryCommand.class,
      RoutesRollbackCommand.class
    })
public final class RoutesCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
