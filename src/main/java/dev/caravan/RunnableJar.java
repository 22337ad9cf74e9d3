package dev.caravan;

import dev.caravan.cli.Home;
import dev.caravan.cli.LaptopCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextTracker;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * The main class of the released jars, each of which contains all libraries and the routes. Without
 * arguments, the jar with the laptop AWS runs {@code local}, and the other one {@code serve}.
 */
public final class RunnableJar {

  private static final Set<String> NEED_ROUTES = Set.of("local", "serve", "lint", "test", "models");
  private static final String ROUTES = "/caravan-routes.zip";

  private RunnableJar() {}

  public static void main(String[] arguments) {
    new PluginsOfThisJar().open();
    String[] command = arguments.length == 0 ? new String[] {usual()} : arguments;
    try {
      unpackRoutes(List.of(command), Home.routes()).ifPresent(System.err::println);
    } catch (IOException e) {
      System.err.println(
          "caravan: The routes can't be written to "
              + Home.routes().toAbsolutePath()
              + " ("
              + e.getMessage()
              + "). Start in a folder that you may write to, or name another one with --routes.");
      System.exit(2);
    }
    Caravan.main(command);
  }

  private static String usual() {
    return ServiceLoader.load(LaptopCommand.class).findFirst().isPresent() ? "local" : "serve";
  }

  /**
   * Writes the shipped routes to the folder if the command needs routes and there are none.
   *
   * @return a line for the user; empty if nothing was written
   * @throws IOException if they can't be written
   */
  static Optional<String> unpackRoutes(List<String> command, Path folder) throws IOException {
    boolean namesOthers =
        command.stream().anyMatch(each -> each.equals("--routes") || each.startsWith("--routes="));
    if (!NEED_ROUTES.contains(command.get(0)) || namesOthers || Files.exists(folder)) {
      return Optional.empty();
    }
    try (InputStream zip = RunnableJar.class.getResourceAsStream(ROUTES)) {
      if (zip == null) {
        return Optional.empty();
      }
      ShippedRoutes.write(zip, folder);
    }
    return Optional.of("caravan: Wrote the routes to " + folder + "; change them there.");
  }

  /** Camel itself looks for plugins with the system's class loader, which sees no jar in a jar. */
  private static final class PluginsOfThisJar extends CamelContextTracker {

    @Override
    public void contextCreated(CamelContext context) {
      ClassLoader loader = RunnableJar.class.getClassLoader();
      context.setApplicationContextClassLoader(loader);
      if (loader != ClassLoader.getSystemClassLoader()) {
        ServiceLoader.load(ContextServicePlugin.class, loader)
            .forEach(plugin -> plugin.load(context));
      }
    }
  }
}
