package dev.caravan.bench.run;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.loop.Loop;
import dev.caravan.bench.stock.StockCamel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that are compared. Their names are also account names at the servers, so they are
 * letters only.
 */
public enum Contestant {
  LOOP("hand-written loop", true) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return Optional.of(
          List.of(
              "-cp",
              paths.bench(),
              Loop.class.getName(),
              paths.routes().resolve("models.yaml").toString()));
    }
  },
  TUNED("loop with Caravan's S3 client", false) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return LOOP.command(paths)
          .map(command -> Stream.concat(command.stream(), Stream.of(Loop.TUNED)).toList());
    }
  },
  CARAVAN("Caravan", true) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return Optional.of(
          List.of(
              "-Dcaravan.home=" + paths.home(),
              "-cp",
              paths.production(),
              "dev.caravan.Caravan",
              "serve",
              "--routes",
              paths.routes().toString()));
    }
  },
  /** Caravan again, from another checkout, so that a change is measured against what it changes. */
  OTHER("Caravan, other build", true) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return paths.other().flatMap(CARAVAN::command);
    }
  },
  CAMEL("stock Camel", true) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return Optional.of(
          List.of(
              "-cp",
              paths.bench(),
              StockCamel.class.getName(),
              paths.routes().resolve("models.yaml").toString()));
    }
  },
  SPRING("Spring Cloud AWS", false) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return paths
          .spring()
          .map(path -> List.of("-cp", path, "dev.caravan.bench.spring.SpringListener"));
    }
  };

  private final String title;
  private final boolean http;

  Contestant(String title, boolean http) {
    this.title = title;
    this.http = http;
  }

  /** The contestants that run if none are chosen: all that need no other checkout. */
  public static List<Contestant> usual() {
    return Stream.of(values()).filter(each -> each != OTHER).toList();
  }

  /**
   * The chosen contestants, with {@link #OTHER} if there is another checkout.
   *
   * @throws IllegalArgumentException if {@link #OTHER} is chosen without another checkout
   */
  public static List<Contestant> toRun(List<Contestant> chosen, ClassPaths paths) {
    if (paths.other().isPresent()) {
      return Stream.concat(chosen.stream(), Stream.of(OTHER)).distinct().toList();
    }
    if (chosen.contains(OTHER)) {
      throw new IllegalArgumentException(
          "The contestant OTHER runs another checkout. Name the checkout's folder with"
              + " --other=DIR.");
    }
    return chosen;
  }

  public String account() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public String title() {
    return title;
  }

  public boolean hasHttp() {
    return http;
  }

  /** The arguments after the JVM's flags; empty if the build is missing. */
  public abstract Optional<List<String>> command(ClassPaths paths);
}
