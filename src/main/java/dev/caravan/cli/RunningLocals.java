package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every {@code ./caravan local} of this user that runs on this machine. Each has a file {@code
 * ~/.caravan/local/PID.json} that only the user can read.
 */
public final class RunningLocals {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  RunningLocals(Path folder) {
    this.folder = folder;
  }

  public static RunningLocals ofThisUser() {
    return new RunningLocals(folderOfThisUser());
  }

  public static Path folderOfThisUser() {
    return Path.of(System.getProperty("user.home"), ".caravan", "local");
  }

  /** Those that still run, the one started last first. */
  public List<RunningLocal> list() {
    List<RunningLocal> running = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        read(file).filter(RunningLocal::isAlive).ifPresent(running::add);
      }
    } catch (IOException e) {
      return List.of();
    }
    running.sort(Comparator.comparingLong(RunningLocal::startedAt).reversed());
    return running;
  }

  /** Writes the file by which {@link #list} finds it, and deletes those of processes that ended. */
  public void announce(RunningLocal local) throws IOException {
    Files.createDirectories(folder);
    deleteEnded();
    Path unfinished = Files.createTempFile(folder, "new", ".tmp", OWNER_ONLY);
    Files.writeString(unfinished, local.toJson(), StandardOpenOption.TRUNCATE_EXISTING);
    // A reader sees the whole file or none.
    Files.move(unfinished, file(local), StandardCopyOption.ATOMIC_MOVE);
  }

  public void withdraw(RunningLocal local) {
    try {
      Files.deleteIfExists(file(local));
    } catch (IOException e) {
      // The file does no harm: list() ignores it, because its process has ended.
    }
  }

  private void deleteEnded() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        if (read(file).filter(RunningLocal::isAlive).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Optional<RunningLocal> read(Path file) {
    try {
      return Optional.of(JSON.readValue(file.toFile(), RunningLocal.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path file(RunningLocal local) {
    return folder.resolve(local.pid() + ".json");
  }
}
