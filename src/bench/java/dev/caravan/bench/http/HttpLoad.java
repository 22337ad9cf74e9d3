package dev.caravan.bench.http;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.run.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Loads the HTTP entrance of one service after another: one whose line takes all callers, and one
 * with the default line for everything else. The hostile connections come last, because the service
 * may not survive them.
 */
public final class HttpLoad {

  /** Of the service. */
  public static final List<String> FLAGS = WarmService.FLAGS;

  private static final double LONGEST_SETTLING_SECONDS = 60;

  private final Path java;
  private final ClassPaths paths;
  private final Path work;
  private final Size size;
  private final Consumer<String> progress;

  /**
   * @param java the JDK's folder
   * @param work the folder for logs
   */
  public HttpLoad(Path java, ClassPaths paths, Path work, Size size, Consumer<String> progress) {
    this.java = java;
    this.paths = paths;
    this.work = work;
    this.size = size;
    this.progress = progress;
  }

  /**
   * @throws dev.caravan.bench.jvm.BenchFailedException if the figures can't be measured
   */
  public HttpLoadReport run(Machine machine, Set<Phase> phases)
      throws IOException, InterruptedException {
    try (Servers servers = Servers.start(java, paths);
        Caller caller = new Caller()) {
      servers.listObjects();
      WarmService services = new WarmService(java, paths, servers, size, said("warm-up"));
      ManyCallers callers =
          phases.contains(Phase.CALLERS) ? manyCallers(servers, services, caller) : null;
      if (!phases.contains(Phase.REFUSALS)
          && !phases.contains(Phase.POST)
          && !phases.contains(Phase.HOSTILE)) {
        return HttpLoadReport.of(machine, size, callers, null, null, null);
      }
      try (Running running = services.start(Map.of(), work.resolve("service.log"))) {
        Target target = services.warmUp(running, caller);
        services.settle(running, LONGEST_SETTLING_SECONDS);
        Refusals refusals = null;
        if (phases.contains(Phase.REFUSALS)) {
          begin(Phase.REFUSALS);
          refusals = new RefusalsPhase(servers, caller, size, said(Phase.REFUSALS)).run(target);
          services.settle(running, LONGEST_SETTLING_SECONDS);
        }
        PostAtHalfLoad post = null;
        if (phases.contains(Phase.POST)) {
          begin(Phase.POST);
          post = new PostPhase(servers, size, said(Phase.POST)).run(target);
          target = new Target(running, services.seed(running));
        }
        Hostile hostile = null;
        if (phases.contains(Phase.HOSTILE)) {
          begin(Phase.HOSTILE);
          hostile = new HostilePhase(java, paths, caller, size, said(Phase.HOSTILE)).run(target);
        }
        return HttpLoadReport.of(machine, size, callers, refusals, post, hostile);
      }
    }
  }

  private ManyCallers manyCallers(Servers servers, WarmService services, Caller caller)
      throws IOException, InterruptedException {
    Map<String, String> line = Map.of("CARAVAN_HTTP_LINE", String.valueOf(size.callers()));
    try (Running running = services.start(line, work.resolve("service-with-line.log"))) {
      Target target = services.warmUp(running, caller);
      services.settle(running, LONGEST_SETTLING_SECONDS);
      begin(Phase.CALLERS);
      return new ManyCallersPhase(servers, caller, size, said(Phase.CALLERS)).run(target);
    }
  }

  private void begin(Phase phase) {
    progress.accept(phase.title());
  }

  private Consumer<String> said(Phase phase) {
    return said(phase.title());
  }

  private Consumer<String> said(String part) {
    return what -> progress.accept(part + ": " + what);
  }
}
