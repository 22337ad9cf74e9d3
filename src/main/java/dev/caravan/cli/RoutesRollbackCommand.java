package dev.caravan.cli;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.Pointer;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.routes.delivery.RouteStore.Versioned;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an earlier set active again. */
@Command(
    name = "rollback",
    description = "Make an earlier set active again, at once on all instances.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --to, takes the newest earlier set that the fleet has run, that did not fail in its",
      "newest trial with prompts, and that is stored undamaged. Nothing is checked, built or",
      "uploaded. Any other set goes to one instance first.",
      "Exit codes: 0 all instances run the set, 1 it was rejected or there is none, 2 the",
      "command line or the configuration is wrong.",
      "",
      "Example: caravan routes rollback --why \"Prompts fail since number 7\""
    })
public final class RoutesRollbackCommand implements Callable<Integer> {

  @Option(
      names = "--to",
      paramLabel = "SET",
      description =
          "A number that caravan routes history shows, the first four or more digits of a hash, or"
              + " image for the routes in the image.")
  String to;

  @Mixin ActivationOptions options = new ActivationOptions();

  @Mixin StoreOption place = new StoreOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    options.check();
    PrintWriter out = spec.commandLine().getOut();
    try (RouteStore store = place.open()) {
      SetChoice choice = new SetChoice(store);
      choice.pointer();
      Optional<Versioned<Pointer>> before = store.pointer();
      List<Activation> all = before.orElseThrow().value().activations();
      EarlierSets earlier = new EarlierSets(all, store);
      String set = to == null ? earlier.previous() : choice.find(to);
      Activation next =
          store
              .activate(set, options.by(), options.why(), !earlier.hasRun(set), before)
              .orElseThrow(RoutesPushCommand::tooLate);
      out.printf(
          "The set %s is active%s (number %d).%n",
          next.shortSet(), next.staged() ? "" : " again", next.number());
      out.flush();
      return new FleetProgress(store, next, out).await(options.wait);
    }
  }
}
