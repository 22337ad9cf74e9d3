package dev.caravan.cli;

import dev.caravan.routes.delivery.InvalidSetException;
import dev.caravan.routes.delivery.RouteSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of {@code --routes}, as a route set. */
final class RoutesFolder {

  private RoutesFolder() {}

  /**
   * @throws CommandFailedException if there is no such folder, or it can't be a route set
   */
  static RouteSet read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw CommandFailedException.misconfigured(
          "There is no folder " + folder + ". Set the routes folder with --routes.");
    }
    try {
      return RouteSet.read(folder);
    } catch (InvalidSetException e) {
      throw CommandFailedException.misconfigured(e.getMessage());
    }
  }
}
