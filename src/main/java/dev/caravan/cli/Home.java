package dev.caravan.cli;

import java.nio.file.Path;

/** The folder that Caravan was unpacked or cloned to; the launcher says which. */
public final class Home {

  private Home() {}

  /** The routes that came with it. */
  public static Path routes() {
    return Path.of(System.getProperty("caravan.home", ".")).resolve("routes").normalize();
  }
}
