package dev.caravan.cli;

import java.nio.file.Path;

/** The folder of the Caravan installation or clone, which the launcher sets. */
public final class Home {

  private Home() {}

  /** The folder of the shipped routes. */
  public static Path routes() {
    return Path.of(System.getProperty("caravan.home", ".")).resolve("routes").normalize();
  }
}
