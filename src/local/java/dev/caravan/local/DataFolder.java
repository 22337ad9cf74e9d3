package dev.caravan.local;

import dev.caravan.cli.CommandFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder that stores the buckets, locked for one process. Two processes in one folder would
 * finish each other's prompts, and their conditional writes would not exclude each other.
 */
final class DataFolder implements AutoCloseable {

  static final Path USUAL = Path.of("caravan-data");

  /** Its name can't be that of a bucket. */
  private static final String LOCK = ".caravan-local.lock";

  private static final int MOST = 100;

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * @param given the folder that the user names; null for {@code caravan-data}, or {@code
   *     caravan-data-2} and so on if other processes use those before
   * @throws CommandFailedException if the folder can't be written, or another process uses the
   *     named one
   */
  static DataFolder take(Path given) {
    if (given != null) {
      return taken(given).orElseThrow(() -> inUse(given));
    }
    return anyOf(USUAL);
  }

  static DataFolder anyOf(Path usual) {
    for (int n = 1; n <= MOST; n++) {
      Path path = n == 1 ? usual : usual.resolveSibling(usual.getFileName() + "-" + n);
      Optional<DataFolder> taken = taken(path);
      if (taken.isPresent()) {
        return taken.get();
      }
    }
    throw inUse(usual);
  }

  private static Optional<DataFolder> taken(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return Optional.of(new DataFolder(path, channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw CommandFailedException.misconfigured(
          "Can't write to " + path.toAbsolutePath() + "; name another folder with --data DIR.");
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // This process has it already.
      return false;
    }
  }

  private static CommandFailedException inUse(Path path) {
    return CommandFailedException.misconfigured(
        "Another ./caravan local uses "
            + path.toAbsolutePath()
            + "; name another folder with --data DIR.");
  }

  Path path() {
    return path;
  }

  /** Ends the lock. A process that is killed loses it too. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
