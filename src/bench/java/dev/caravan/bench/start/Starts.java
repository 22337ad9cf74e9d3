package dev.caravan.bench.start;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Spread;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Starts the service again and again, in turn with and without the archive. */
public final class Starts {

  private static final String ACCOUNT = "start";

  private final ClassPaths paths;
  private final Path work;
  private final int repetitions;
  private final Consumer<String> progress;

  public Starts(ClassPaths paths, Path work, int repetitions, Consumer<String> progress) {
    this.paths = paths;
    this.work = work;
    this.repetitions = repetitions;
    this.progress = progress;
  }

  /**
   * @param java the JDK's folder
   */
  public List<StartReport.Start> on(Path java) throws IOException, InterruptedException {
    try (Servers servers = Servers.start(java, paths)) {
      Map<String, String> variables = new HashMap<>(servers.variables(ACCOUNT));
      variables.put("HTTP_PORT", "0");
      variables.put("MANAGEMENT_PORT", "0");
      variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
      Archive archive = Archive.of(java, work);
      archive.train(java, service(), variables, work.resolve("training.log"));
      List<Double> cold = new ArrayList<>();
      List<Double> trained = new ArrayList<>();
      long[] peak = new long[2];
      for (int n = 0; n < repetitions; n++) {
        cold.add(start(java, List.of(), variables, peak, 0));
        trained.add(start(java, archive.flags(), variables, peak, 1));
      }
      String version = Machine.version(java);
      progress.accept(
          "JDK %s: %.2f s, with the archive %.2f s"
              .formatted(version, median(cold), median(trained)));
      List<String> classes = classes(java, variables);
      return List.of(
          new StartReport.Start(version, false, cold, peak[0], classes.size(), needless(classes)),
          new StartReport.Start(
              version, true, trained, peak[1], classes.size(), needless(classes)));
    }
  }

  private double start(
      Path java, List<String> flags, Map<String, String> variables, long[] peak, int which)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(Jvm.FLAGS);
    all.addAll(flags);
    long begin = System.nanoTime();
    try (Jvm started = Jvm.start(java, all, service(), variables, work.resolve("start.log"))) {
      started.awaitReady();
      double seconds = (System.nanoTime() - begin) / 1e9;
      peak[which] = Math.max(peak[which], started.gauges().peakRss());
      return seconds;
    }
  }

  /** The classes that are loaded when the service is ready, each with its source. */
  private List<String> classes(Path java, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path loaded = work.resolve("classes.log");
    List<String> flags =
        List.of("-XX:+UseSerialGC", "-Xlog:class+load=info:file=" + loaded + ":none");
    try (Jvm started = Jvm.start(java, flags, service(), variables, work.resolve("start.log"))) {
      started.awaitReady();
    }
    try (Stream<String> lines = Files.lines(loaded)) {
      return lines.toList();
    }
  }

  private static int needless(List<String> classes) {
    return (int)
        classes.stream()
            .filter(
                line ->
                    line.startsWith("dev.caravan.routes.lint.")
                        || line.contains("camel-core-catalog"))
            .count();
  }

  private static double median(List<Double> seconds) {
    return Spread.of(seconds.stream().mapToDouble(Double::doubleValue).toArray()).median();
  }

  /**
   * Names each jar, because an archive is valid only for exactly the class path it was made with.
   */
  private List<String> service() throws IOException {
    return List.of(
        "-Dcaravan.home=" + paths.home(),
        "-Dvertx.disableFileCPResolving=true",
        "-cp",
        jarByJar(paths.production()),
        "dev.caravan.Caravan",
        "serve");
  }

  private static String jarByJar(String classPath) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      if (entry.endsWith("/*")) {
        try (Stream<Path> files = Files.list(Path.of(entry.substring(0, entry.length() - 2)))) {
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".jar"))
              .sorted()
              .forEach(jars::add);
        }
      } else {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }
}
