package dev.caravan.bench.peers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Builds the contestants in Go. Go's compiler decides what is out of date, so a second build takes
 * about a second.
 *
 * @param sources the folder with {@code go.mod}
 * @param programs the folder for the built programs
 */
public record GoBuild(Path sources, Path programs) {

  private static final int LAST_WORDS = 500;

  /**
   * @return why the programs could not be built; empty if they are built
   */
  public Optional<String> run(Executables executables) throws IOException, InterruptedException {
    Optional<Path> go = executables.find("go");
    if (go.isEmpty()) {
      return Optional.of("go is not on the PATH");
    }
    Files.createDirectories(programs);
    ProcessBuilder build =
        new ProcessBuilder(
                List.of(
                    go.get().toString(),
                    "build",
                    "-trimpath",
                    "-buildvcs=false",
                    "-o",
                    programs.toAbsolutePath() + File.separator,
                    "./cmd/..."))
            .directory(sources.toFile())
            .redirectErrorStream(true);
    // Without C, the programs need no compiler besides Go's.
    build.environment().put("CGO_ENABLED", "0");
    Process process = build.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = process.waitFor();
    return code == 0
        ? Optional.empty()
        : Optional.of(
            "go build in %s failed: %s"
                .formatted(sources, output.substring(Math.max(0, output.length() - LAST_WORDS))));
  }
}
