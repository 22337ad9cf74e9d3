package dev.caravan;

import dev.caravan.cli.CancelCommand;
import dev.caravan.cli.CommandFailedException;
import dev.caravan.cli.DoctorCommand;
import dev.caravan.cli.GetCommand;
import dev.caravan.cli.HealthCommand;
import dev.caravan.cli.LaptopCommand;
import dev.caravan.cli.LintCommand;
import dev.caravan.cli.ListCommand;
import dev.caravan.cli.ManCommand;
import dev.caravan.cli.ModelsCommand;
import dev.caravan.cli.OpenCommand;
import dev.caravan.cli.RedriveCommand;
import dev.caravan.cli.RoutesCommand;
import dev.caravan.cli.SendCommand;
import dev.caravan.cli.ServeCommand;
import dev.caravan.cli.StatusCommand;
import dev.caravan.cli.WithoutLaptop;
import dev.caravan.cli.WrongUsage;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code caravan}, with one subcommand per task. */
@Command(
    name = "caravan",
    description = "Sends prompts to Amazon Bedrock and stores the results in S3.",
    mixinStandardHelpOptions = true,
    versionProvider = Caravan.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 success, 1 failure, 2 invalid command line or configuration.",
      "",
      "In a clone, ./caravan verify runs all tests.",
      "",
      "Shell completion (bash and zsh): source <(./caravan generate-completion)",
      "",
      "Manual pages: ./caravan generate-man ~/.local/share/man/man1"
    },
    subcommands = {
      ServeCommand.class,
      SendCommand.class,
      StatusCommand.class,
      GetCommand.class,
      ListCommand.class,
      OpenCommand.class,
      CancelCommand.class,
      RedriveCommand.class,
      LintCommand.class,
      RoutesCommand.class,
      ModelsCommand.class,
      HealthCommand.class,
      ManCommand.class,
      DoctorCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    })
public final class Caravan {

  private static final String SERVE = "serve";

  /** Commands that people need once; the last lines of the help name them. */
  private static final List<String> RARE = List.of("generate-completion", "generate-man");

  private Caravan() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals(SERVE)) {
      return serve(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    // Finds the commands that need the laptop AWS, if it is on the class path.
    return run(ServiceLoader.load(LaptopCommand.class), arguments);
  }

  /**
   * Runs the service without loading the other commands, which would add a tenth to its start time.
   * So would parsing options, so this happens only if there are any.
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
        .setParameterExceptionHandler(new WrongUsage())
        .setExecutionExceptionHandler(Caravan::fail)
        .execute(arguments);
  }

  static int run(Iterable<LaptopCommand> laptop, String... arguments) {
    CommandLine commands = commands(laptop);
    return arguments.length == 0 ? usage(commands) : commands.execute(arguments);
  }

  /** All commands, with those of the laptop AWS if they are there. */
  static CommandLine commands(Iterable<LaptopCommand> laptop) {
    CommandLine commands = new CommandLine(new Caravan());
    laptop.forEach(commands::addSubcommand);
    WithoutLaptop.NAMES.stream()
        .filter(name -> !commands.getSubcommands().containsKey(name))
        .forEach(name -> commands.addSubcommand(name, new WithoutLaptop()));
    for (String rare : RARE) {
      commands.getSubcommands().get(rare).getCommandSpec().usageMessage().hidden(true);
    }
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setParameterExceptionHandler(new WrongUsage());
    commands.setExecutionExceptionHandler(Caravan::fail);
    return commands;
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
    LoggerFactory.getLogger(Caravan.class).debug("Cause", thrown);
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
