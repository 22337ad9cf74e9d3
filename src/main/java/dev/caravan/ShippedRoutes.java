package dev.caravan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The routes in a released jar, as a zip file. */
final class ShippedRoutes {

  private ShippedRoutes() {}

  /**
   * Writes all files to a new folder. The folder appears only when it is complete.
   *
   * @throws IOException if a file can't be written, or would be outside the folder
   */
  static void write(InputStream zip, Path folder) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Path unfinished = Files.createTempDirectory(target.getParent(), ".routes");
    try (ZipInputStream files = new ZipInputStream(zip)) {
      for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
        Path path = unfinished.resolve(file.getName()).normalize();
        if (!path.startsWith(unfinished)) {
          throw new IOException(file.getName() + " is not below the folder");
        }
        if (file.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(files, path, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    // A temporary folder is private, and these files are not secret.
    unfinished.toFile().setReadable(true, false);
    unfinished.toFile().setExecutable(true, false);
    Files.move(unfinished, target);
  }
}
