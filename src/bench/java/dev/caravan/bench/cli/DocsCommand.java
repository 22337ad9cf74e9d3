package dev.caravan.bench.cli;

import dev.caravan.bench.docs.PerformancePage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the performance page from the figures. */
@Command(
    name = "docs",
    description = "Write docs/performance.md and its plots from docs/performance/*.json.")
public final class DocsCommand implements Callable<Integer> {

  @Mixin Common common;

  @Override
  public Integer call() throws Exception {
    Path docs = common.paths.home().resolve("docs");
    for (Map.Entry<String, String> file :
        new PerformancePage(docs, BenchCommand.TITLES).files().entrySet()) {
      Files.writeString(docs.resolve(file.getKey()), file.getValue());
      common.say("wrote docs/" + file.getKey());
    }
    return 0;
  }
}
