package dev.caravan.bench.run;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.loop.Loop;
import dev.caravan.bench.stock.StockCamel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that are compared. Their names are also account names at the servers, so they are
 * letters only.
 */
public enum Contestant {
  LOOP("hand-written loop", true, Omitted.BY_HAND) {
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
  TUNED("loop with Caravan's S3 client", false, Omitted.BY_HAND) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return LOOP.command(paths)
          .map(command -> Stream.concat(command.stream(), Stream.of(Loop.TUNED)).toList());
    }
  },
  CARAVAN("Caravan", true, "") {
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
  OTHER("Caravan, other build", true, "") {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return paths.other().flatMap(CARAVAN::command);
    }
  },
  CAMEL("stock Camel", true, Omitted.BY_HAND) {
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
  SPRING("Spring Cloud AWS", false, Omitted.BY_HAND + Omitted.HTTP) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return paths
          .spring()
          .map(path -> List.of("-cp", path, "dev.caravan.bench.spring.SpringListener"));
    }
  },
  GOLOOP("Go loop", true, Omitted.BY_HAND) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return paths.go("loop").map(program -> List.of(program.toString()));
    }

    @Override
    boolean isJava() {
      return false;
    }
  },
  BENTHOS("Benthos with AWS plugins", false, Omitted.BY_HAND + Omitted.HTTP) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return paths
          .go("benthos")
          .map(
              program ->
                  List.of(
                      program.toString(),
                      "run",
                      paths.goSources().resolve("benthos.yaml").toString()));
    }

    @Override
    boolean isJava() {
      return false;
    }
  },
  BENTO(
      "Bento with its own parts",
      false,
      "claim, index entry, not paying twice for a message that comes again, retries by reason,"
          + " pace, budget, dead letters with a reason"
          + Omitted.HTTP) {
    @Override
    public Optional<List<String>> command(ClassPaths paths) {
      return paths
          .bento()
          .map(
              program ->
                  List.of(
                      program.toString(),
                      "-c",
                      paths.goSources().resolve("bento.yaml").toString()));
    }

    @Override
    boolean isJava() {
      return false;
    }

    @Override
    Objects objects() {
      return Objects.NO_INDEX;
    }
  };

  private final String title;
  private final boolean http;
  private final String omits;

  Contestant(String title, boolean http, String omits) {
    this.title = title;
    this.http = http;
    this.omits = omits;
  }

  /** The parts of Caravan's work that several contestants leave out. */
  private static final class Omitted {

    static final String BY_HAND =
        "handling of a message that comes again, retries by reason, pace, budget, dead letters"
            + " with a reason, metrics, a stop that loses nothing";
    static final String HTTP = ", an HTTP entrance";

    private Omitted() {}
  }

  /** The contestants that run if none are chosen: all that need no option. */
  public static List<Contestant> usual() {
    return Stream.of(values()).filter(each -> each != OTHER && each != BENTO).toList();
  }

  /**
   * The chosen contestants, with {@link #OTHER} if there is another checkout, and {@link #BENTO} if
   * its program is named.
   *
   * @throws IllegalArgumentException if one of these is chosen without its option
   */
  public static List<Contestant> toRun(List<Contestant> chosen, ClassPaths paths) {
    List<Contestant> named = new ArrayList<>();
    paths.other().ifPresent(checkout -> named.add(OTHER));
    paths.bento().ifPresent(program -> named.add(BENTO));
    if (chosen.contains(OTHER) && !named.contains(OTHER)) {
      throw new IllegalArgumentException(
          "The contestant OTHER runs another checkout. Name the checkout's folder with"
              + " --other=DIR.");
    }
    if (chosen.contains(BENTO) && !named.contains(BENTO)) {
      throw new IllegalArgumentException(
          "The contestant BENTO runs a program that is not part of the bench. Name its file with"
              + " --bento=FILE.");
    }
    return Stream.concat(chosen.stream(), named.stream()).distinct().toList();
  }

  public String account() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public String title() {
    return title;
  }

  /** The parts of Caravan's work that it leaves out; empty if there are none. */
  public String omits() {
    return omits;
  }

  public boolean hasHttp() {
    return http;
  }

  /** Whether it runs in a JVM. */
  boolean isJava() {
    return true;
  }

  /**
   * The prompts for which it may call the model again: the AWS SDK for Go sometimes can't read an
   * answer to its end, and calls again.
   */
  int mayPayTwice(int prompts) {
    return isJava() ? 0 : 1 + prompts / 200;
  }

  /** What it stores for a prompt. */
  Objects objects() {
    return Objects.ALL;
  }

  /**
   * The arguments after the JVM's flags, or the whole command if it needs no JVM; empty if the
   * build is missing.
   */
  public abstract Optional<List<String>> command(ClassPaths paths);
}
