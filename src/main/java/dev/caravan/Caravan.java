package dev.caravan;

import dev.caravan.cli.CommandFailedException;
import dev.caravan.cli.HealthCommand;
import dev.caravan.cli.LaptopCommand;
import dev.caravan.cli.LintCommand;
import dev.caravan.cli.ModelsCommand;
import dev.caravan.cli.RedriveCommand;
import dev.caravan.cli.SendCommand;
import dev.caravan.cli.ServeCommand;
import dev.caravan.cli.WithoutLaptop;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code caravan}: one program for everything. */
@Command(
    name = "caravan",
    description = "Carries prompts to Bedrock and their results to S3.",
    mixinStandardHelpOptions = true,
    versionProvider = Caravan.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 the command line or the configuration is wrong.",
      "In a clone, ./caravan verify runs all tests.",
      "Completion for bash and zsh: source <(./caravan generate-completion)"
    },
    subcommands = {
      ServeCommand.class,
      SendCommand.class,
      RedriveCommand.class,
      LintCommand.class,
      ModelsCommand.class,
      HealthCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    })
public final class Caravan {

  private static final String SERVE = "serve";

  private Caravan() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals(SERVE)) {
      return serve(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    // What needs the laptop AWS is on the class path only where that is.
    return run(ServiceLoader.load(LaptopCommand.class), arguments);
  }

  /**
   * The service alone: reading what every other command takes would cost a tenth of its start, and
   * so would reading options where there are none.
   */
  private static int serve(String... arguments) {
    if (arguments.length == 0) {
      try {
        return new ServeCommand().call();
      } catch (Exception e) {
        return fail(e, new PrintWriter(System.err));
      }
    }
    return new CommandLine(new ServeCommand())
        .setCommandName("caravan " + SERVE)
        .setExecutionExceptionHandler(Caravan::fail)
        .execute(arguments);
  }

  static int run(Iterable<LaptopCommand> laptop, String... arguments) {
    CommandLine commands = new CommandLine(new Caravan());
    laptop.forEach(commands::addSubcommand);
    WithoutLaptop.NAMES.stream()
        .filter(name -> !commands.getSubcommands().containsKey(name))
        .forEach(name -> commands.addSubcommand(name, new WithoutLaptop()));
    commands
        .getSubcommands()
        .get("generate-completion")
        .getCommandSpec()
        .usageMessage()
        .hidden(true);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler(Caravan::fail);
    return arguments.length == 0 ? usage(commands) : commands.execute(arguments);
  }

  private static int usage(CommandLine commands) {
    commands.usage(commands.getErr());
    return CommandLine.ExitCode.USAGE;
  }

  private static int fail(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    return fail(thrown, command.getErr());
  }

  private static int fail(Exception thrown, PrintWriter to) {
    CommandFailedException failed = CommandFailedException.of(thrown);
    to.println("caravan: " + failed.getMessage());
    to.flush();
    LoggerFactory.getLogger(Caravan.class).debug("What it came from", thrown);
    return failed.exitCode();
  }

  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Caravan.class.getPackage().getImplementationVersion();
      return new String[] {"caravan " + (version == null ? "(built from classes)" : version)};
    }
  }
}
