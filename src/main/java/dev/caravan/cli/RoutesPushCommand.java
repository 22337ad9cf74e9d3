package dev.caravan.cli;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.InvalidSetException;
import dev.caravan.routes.delivery.Pointer;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.routes.delivery.RouteStore.Versioned;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the routes of a folder the active set. */
@Command(
    name = "push",
    description = "Check the routes of a folder, and make them the active set.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Runs lint and the route tests first. One instance then runs the set before the",
      "others; if that instance rejects it, nothing changes.",
      "Exit codes: 0 all instances run the set, 1 a check failed or the set was rejected,",
      "2 the command line or the configuration is wrong.",
      "",
      "Example: caravan routes push --why \"Retry Nova once more\""
    })
public final class RoutesPushCommand implements Callable<Integer> {

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "The routes folder (default: ${DEFAULT-VALUE}).")
  Path routes = Home.routes();

  @Option(names = "--skip-tests", description = "Run only lint, not the route tests.")
  boolean skipTests;

  @Mixin ActivationOptions options = new ActivationOptions();

  @Mixin StoreOption place = new StoreOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    RouteSet set = RoutesFolder.read(routes);
    PrintWriter out = spec.commandLine().getOut();
    // The client comes first: route tests point new clients to the laptop AWS.
    try (RouteStore store = place.open()) {
      RouteChecks checks = new RouteChecks(routes, spec.root().commandLine(), out);
      int failed = checks.lint();
      if (failed == 0 && !skipTests) {
        failed = checks.test();
      }
      if (failed != 0) {
        throw new CommandFailedException("Nothing was pushed, because a check failed.");
      }
      return push(set, store, out);
    }
  }

  private int push(RouteSet set, RouteStore store, PrintWriter out) throws InterruptedException {
    Optional<Versioned<Pointer>> before = store.pointer();
    Optional<Activation> active = before.map(found -> found.value().newest());
    // Instances look again at a set that could not be used only if it is activated again.
    if (!isStoredNow(set, store)
        && active.isPresent()
        && active.get().set().equals(set.hash())
        && !isRefused(active, store)) {
      out.println("The set " + active.get().shortSet() + " is active already.");
      return new FleetProgress(store, active.get(), out).await(options.wait);
    }
    Activation next =
        store
            .activate(set.hash(), options.by(), options.why(), true, before)
            .orElseThrow(RoutesPushCommand::tooLate);
    out.printf("The set %s is active (number %d).%n", next.shortSet(), next.number());
    out.flush();
    return new FleetProgress(store, next, out).await(options.wait);
  }

  private static boolean isStoredNow(RouteSet set, RouteStore store) {
    try {
      return store.put(set);
    } catch (InvalidSetException e) {
      throw new CommandFailedException(e.getMessage());
    }
  }

  private static boolean isRefused(Optional<Activation> active, RouteStore store) {
    return active
        .flatMap(store::rollout)
        .filter(rollout -> rollout.value().isRefused())
        .isPresent();
  }

  static CommandFailedException tooLate() {
    return new CommandFailedException(
        "Somebody else has changed the active set in the meantime. Look at caravan routes history,"
            + " then try again.");
  }
}
