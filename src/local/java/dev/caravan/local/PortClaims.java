package dev.caravan.local;

import dev.caravan.cli.RunningLocals;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that this process has chosen, locked against other processes of this user. A server opens
 * its port seconds after it was chosen, so two processes that start at the same moment would
 * otherwise choose the same one.
 */
final class PortClaims implements AutoCloseable {

  private final Path folder;
  private final List<FileChannel> locks = new ArrayList<>();

  /**
   * @param folder for the files that are locked, {@code port-8080.lock}
   */
  PortClaims(Path folder) {
    this.folder = folder;
  }

  static PortClaims ofThisUser() {
    return new PortClaims(RunningLocals.folderOfThisUser());
  }

  /**
   * Claims a port until this process ends.
   *
   * @return false if another process has claimed it. True also if the folder can't be written, in
   *     which case nothing protects the port until its server opens it.
   */
  boolean claim(int port) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("port-" + port + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        locks.add(channel);
        return true;
      }
      channel.close();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // This process has it already.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (FileChannel lock : locks) {
      lock.close();
    }
  }
}
