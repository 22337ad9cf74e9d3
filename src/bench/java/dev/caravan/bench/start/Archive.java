package dev.caravan.bench.start;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.result.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Classes as a JVM had laid them out in a training run: an AOT cache from JDK 25 on, a dynamic CDS
 * archive before.
 */
record Archive(Path file, boolean aot) {

  static Archive of(Path java, Path folder) {
    String version = Machine.version(java).split("\\.")[0];
    boolean aot = version.matches("\\d+") && Integer.parseInt(version) >= 25;
    return new Archive(folder.resolve("service-" + version + (aot ? ".aot" : ".jsa")), aot);
  }

  /** Starts the service, and stops it once it is ready. */
  void train(Path java, List<String> service, Map<String, String> variables, Path log)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(Jvm.FLAGS);
    flags.addAll(
        aot
            // As in the image; docs/image.md says why.
            ? List.of(
                "-XX:AOTCacheOutput=" + file,
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTAdapterCaching")
            : List.of("-XX:ArchiveClassesAtExit=" + file));
    try (Jvm training = Jvm.start(java, flags, service, variables, log)) {
      training.awaitReady();
      training.terminate();
      if (!Files.isRegularFile(file)) {
        throw new BenchFailedException("No archive was made; it said:\n" + training.lastWords());
      }
    }
  }

  List<String> flags() {
    return aot
        ? List.of(
            "-XX:AOTCache=" + file, "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching")
        : List.of("-XX:SharedArchiveFile=" + file);
  }
}
