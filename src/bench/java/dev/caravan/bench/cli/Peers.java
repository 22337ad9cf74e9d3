package dev.caravan.bench.cli;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.peers.Executables;
import dev.caravan.bench.peers.GoBuild;
import dev.caravan.bench.run.Contestant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which contestants can run: those whose program is built.
 *
 * @param paths with the programs in Go if they could be built
 * @param withoutGo why the programs in Go could not be built; null if they are built or not needed
 */
record Peers(ClassPaths paths, String withoutGo) {

  private static final Set<Contestant> IN_GO = EnumSet.of(Contestant.GOLOOP, Contestant.BENTHOS);

  /** Builds the programs in Go if one of them is to run. */
  static Peers of(List<Contestant> toRun, ClassPaths paths, Consumer<String> progress)
      throws IOException, InterruptedException {
    return of(toRun, paths, Executables.ofThisProcess(), progress);
  }

  static Peers of(
      List<Contestant> toRun, ClassPaths paths, Executables executables, Consumer<String> progress)
      throws IOException, InterruptedException {
    if (toRun.stream().noneMatch(IN_GO::contains)) {
      return new Peers(paths, null);
    }
    progress.accept("building the contestants in Go (a few minutes for the first time)");
    Optional<String> failed = new GoBuild(paths.goSources(), paths.goPrograms()).run(executables);
    return failed.isPresent()
        ? new Peers(paths, failed.get())
        : new Peers(paths.withGo(paths.goPrograms()), null);
  }

  /** The contestants that can run; the others are kept with their reasons. */
  List<Contestant> able(
      List<Contestant> toRun, Map<String, String> leftOut, Consumer<String> progress) {
    List<Contestant> able = new ArrayList<>();
    for (Contestant contestant : toRun) {
      Optional<String> why = whyLeftOut(contestant);
      if (why.isEmpty()) {
        able.add(contestant);
      } else {
        progress.accept(contestant.title() + " is left out: " + why.get());
        leftOut.put(contestant.account(), why.get());
      }
    }
    return able;
  }

  private Optional<String> whyLeftOut(Contestant contestant) {
    if (contestant.command(paths).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        IN_GO.contains(contestant)
            ? withoutGo
            : "its build is missing or older than its sources; run mvn -f src/bench/spring/pom.xml"
                + " package");
  }
}
