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
import java.util.stream.Stream;

/**
 * Class data that a JVM stored in a training run: an AOT cache from JDK 25 on, a dynamic CDS
 * archive before.
 */
record Archive(Path file, boolean aot) {

  /** The same flags as in the image, for training and for service; docs/image.md says why. */
  static final List<String> AOT =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTAdapterCaching",
          "-Djdk.reflect.useNativeAccessorOnly=true");

  static Archive of(Path java, Path folder) {
    String version = Machine.version(java).split("\\.")[0];
    boolean aot = version.matches("\\d+") && Integer.parseInt(version) >= 25;
    return new Archive(folder.resolve("service-" + version + (aot ? ".aot" : ".jsa")), aot);
  }

  /** Starts the service and stops it once it is ready. */
  void train(Path java, List<String> service, Map<String, String> variables, Path log)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(Jvm.FLAGS);
    flags.addAll(
        aot
            ? with(AOT, "-XX:AOTCacheOutput=" + file)
            : List.of("-XX:ArchiveClassesAtExit=" + file));
    try (Jvm training = Jvm.start(java, flags, service, variables, log)) {
      training.awaitReady();
      training.terminate();
      if (!Files.isRegularFile(file)) {
        throw new BenchFailedException(
            "The service wrote no archive. Its output:\n" + training.lastWords());
      }
    }
  }

  List<String> flags() {
    return aot ? with(AOT, "-XX:AOTCache=" + file) : List.of("-XX:SharedArchiveFile=" + file);
  }

  private static List<String> with(List<String> flags, String one) {
    return Stream.concat(Stream.of(one), flags.stream()).toList();
  }
}
