package dev.caravan.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's Chromium, without a window. */
final class Chromium implements AutoCloseable {

  /** Milliseconds; a busy machine draws for seconds. */
  static final double PATIENCE = 20_000;

  static final String INSTALL =
      "Install one (apt-get install chromium, dnf install chromium, or brew install google-chrome),"
          + " or set CHROME_BIN to the executable of yours.";

  /** The launcher looks for the same: has_chromium in src/launcher/machine.sh. */
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final List<Path> ON_MACOS =
      List.of(
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Starts it.
   *
   * @throws IllegalStateException if this machine has no browser; a class with {@link
   *     NeedsChromium} is skipped then
   */
  static Chromium start() {
    Path executable =
        find(System.getenv())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "This machine has neither Chromium nor Chrome. " + INSTALL));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync"))));
  }

  /**
   * The executable that {@code CHROME_BIN} names, or else the first on the {@code PATH}, or else
   * the one that macOS has installed.
   *
   * @throws IllegalStateException if {@code CHROME_BIN} names no executable file
   */
  static Optional<Path> find(Map<String, String> variables) {
    String named = variables.getOrDefault("CHROME_BIN", "");
    if (!named.isBlank()) {
      return Optional.of(executable(named));
    }
    String[] folders = variables.getOrDefault("PATH", "").split(File.pathSeparator);
    Stream<Path> onPath =
        NAMES.stream().flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)));
    return Stream.concat(onPath, ON_MACOS.stream()).filter(Chromium::isExecutable).findFirst();
  }

  private static Path executable(String named) {
    Path path = Path.of(named);
    if (!isExecutable(path)) {
      throw new IllegalStateException(
          "CHROME_BIN is %s, which is not an executable file. Set it to a Chromium or Chrome, or unset it."
              .formatted(named));
    }
    return path;
  }

  private static boolean isExecutable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
