package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.Pointer;
import dev.caravan.routes.delivery.Refusal;
import dev.caravan.routes.delivery.Report;
import dev.caravan.routes.delivery.Rollout;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.routes.delivery.RouteStore.Versioned;
import dev.caravan.routes.reload.Fault;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the route set of each instance. */
@Command(
    name = "status",
    description = "Show the active set, and the set of each instance.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 all instances run the active set, 1 some do not or its trial is not over,",
      "2 the command line or the configuration is wrong."
    })
public final class RoutesStatusCommand implements Callable<Integer> {

  private static final String ROW = "%-34s %-12s %-20s %s%n";

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Mixin StoreOption place = new StoreOption();

  @Spec CommandSpec spec;

  private record Fleet(
      Optional<Activation> active, Optional<Rollout> rollout, List<Report> instances) {

    static Fleet of(RouteStore store) {
      Optional<Activation> active = store.pointer().map(Versioned::value).map(Pointer::newest);
      return new Fleet(
          active, active.flatMap(store::rollout).map(Versioned::value), store.reports());
    }

    boolean isComplete() {
      return instances.isEmpty()
          || !isOn(Rollout.State.TRYING)
              && rollout.filter(Rollout::isRefused).isEmpty()
              && instances.stream().allMatch(this::isCurrent);
    }

    boolean isOn(Rollout.State state) {
      return rollout.filter(each -> each.state() == state).isPresent();
    }

    /** Why the instance does not run the active set. Its last report may be about an older one. */
    Optional<Refusal> refusal(Report report) {
      return report
          .refusal()
          .filter(each -> active.filter(now -> now.id().equals(each.activation())).isPresent());
    }

    boolean isCurrent(Report report) {
      return report.set().equals(active.map(Activation::set).orElse(Activation.IMAGE));
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (RouteStore store = place.open()) {
      Fleet fleet = Fleet.of(store);
      if (json) {
        out.println(json(fleet, store));
      } else {
        print(fleet, store, out);
      }
      out.flush();
      return fleet.isComplete() ? 0 : 1;
    }
  }

  private static ObjectNode json(Fleet fleet, RouteStore store) {
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("store", store.location().toString());
    fleet.active().ifPresent(active -> active.writeTo(body.putObject("active")));
    fleet
        .rollout()
        .ifPresent(
            rollout -> {
              ObjectNode node = body.putObject("rollout");
              node.put("state", rollout.state().text()).put("first", rollout.first());
              if (rollout.prompts() != Rollout.UNKNOWN) {
                node.put("prompts", rollout.prompts());
              }
              Fault.writeAll(rollout.faults(), node);
            });
    ArrayNode instances = body.putArray("instances");
    fleet
        .instances()
        .forEach(
            report ->
                report.writeTo(instances.addObject()).put("current", fleet.isCurrent(report)));
    return body;
  }

  private static void print(Fleet fleet, RouteStore store, PrintWriter out) {
    fleet
        .active()
        .ifPresentOrElse(
            active -> print(active, fleet.rollout(), out),
            () ->
                out.println(
                    store.location()
                        + " has no active route set. Instances keep the routes that they run, and"
                        + " new ones start with the image's."));
    if (fleet.instances().isEmpty()) {
      out.println("No instance runs now.");
      return;
    }
    out.println();
    out.printf(ROW, "INSTANCE", "SET", "SINCE", "STATE");
    for (Report report : fleet.instances()) {
      out.printf(
          ROW,
          shown(report.instance()),
          Activation.shortened(shown(report.set())),
          report.since().truncatedTo(ChronoUnit.SECONDS),
          state(report, fleet));
      fleet
          .refusal(report)
          .ifPresent(refusal -> refusal.faults().forEach(each -> print(each, out)));
    }
  }

  private static void print(Activation active, Optional<Rollout> rollout, PrintWriter out) {
    out.printf(
        "Active: %s, number %d, since %s, by %s%s%n",
        active.shortSet(),
        active.number(),
        active.at().truncatedTo(ChronoUnit.SECONDS),
        shown(active.by()),
        active.why().isEmpty() ? "" : ": " + shown(active.why()));
    if (!active.staged()) {
      out.println("Rollout: on all instances at once, because the set has run before");
      return;
    }
    out.println(
        rollout.map(RoutesStatusCommand::shown).orElse("Rollout: no instance has begun with it"));
  }

  private static String shown(Rollout rollout) {
    String prompts = "";
    if (rollout.isIdle()) {
      prompts = "; no prompt was finished during its trial, so whether prompts work is not known";
    } else if (rollout.prompts() != Rollout.UNKNOWN) {
      prompts =
          ", with %d %s"
              .formatted(rollout.prompts(), rollout.prompts() == 1 ? "prompt" : "prompts");
    }
    return "Rollout: " + rollout.state().text() + ", first on " + shown(rollout.first()) + prompts;
  }

  private static String state(Report report, Fleet fleet) {
    String restart =
        report.needRestart().isEmpty()
            ? ""
            : "; needs a restart for " + shown(String.join(", ", report.needRestart()));
    Optional<Refusal> current = fleet.refusal(report);
    if (current.isPresent()) {
      Refusal refusal = current.get();
      return refusal.by().equals(report.instance())
          ? "rejected the active set:"
          : "does not follow, because " + shown(refusal.by()) + " rejected the active set:";
    }
    return place(report, fleet) + restart;
  }

  private static String place(Report report, Fleet fleet) {
    if (fleet.isCurrent(report)) {
      return fleet.isOn(Rollout.State.TRYING)
          ? "tries it"
          : fleet.rollout().filter(Rollout::isRefused).isPresent() ? "leaves it" : "current";
    }
    return fleet.active().isPresent()
        ? "waits for the first instance"
        : "keeps a set that is no longer active";
  }

  private static void print(Fault fault, PrintWriter out) {
    out.println("    " + shown(fault.text()));
    if (!fault.hint().isEmpty()) {
      out.println("        " + shown(fault.hint()));
    }
  }

  private static String shown(String text) {
    return new TerminalText(text).toString();
  }
}
