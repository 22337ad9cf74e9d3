package dev.caravan.bench.run;

import dev.caravan.bench.server.Latency;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An entrance, the model's latency and the image's size. */
public record Workload(Entrance entrance, Latency latency, int imageBytes) {

  static final int SMALL = 50_000;
  static final int LARGE = 1_500_000;

  /**
   * All measured workloads, cheapest first; workloads of the same contestants follow each other.
   */
  public static List<Workload> all() {
    return Stream.of(Latency.NONE, Latency.SHORT, Latency.IMAGE_LIKE)
        .flatMap(
            latency ->
                Arrays.stream(Entrance.values())
                    .flatMap(
                        entrance ->
                            Stream.of(SMALL, LARGE)
                                .map(bytes -> new Workload(entrance, latency, bytes))))
        .toList();
  }

  /** Each entrance, latency and size at least once, with as few starts as possible. */
  public static List<Workload> quick() {
    return List.of(
        new Workload(Entrance.QUEUE, Latency.NONE, SMALL),
        new Workload(Entrance.QUEUE, Latency.NONE, LARGE),
        new Workload(Entrance.HTTP, Latency.SHORT, SMALL),
        new Workload(Entrance.QUEUE, Latency.IMAGE_LIKE_TENTH, SMALL));
  }

  /** The name on the command line and in the JSON: {@code queue-0ms-50kb}. */
  public String name() {
    return "%s-%s-%s"
        .formatted(
            entrance.name().toLowerCase(Locale.ROOT),
            latency.title().replace(" ", ""),
            imageBytes == SMALL ? "50kb" : "1.5mb");
  }

  public String title() {
    return "%s, Bedrock %s, image %s"
        .formatted(
            entrance == Entrance.QUEUE ? "Queue" : "HTTP",
            latency.title(),
            imageBytes == SMALL ? "50 KB" : "1.5 MB");
  }

  /**
   * @throws IllegalArgumentException if there is no workload with this name
   */
  public static Workload named(String name) {
    return Stream.concat(all().stream(), quick().stream())
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no workload \"%s\". Choose from %s."
                        .formatted(
                            name,
                            all().stream().map(Workload::name).collect(Collectors.joining(", ")))));
  }

  /**
   * The second loop shows the S3 client's share of the work, which is visible only if nothing else
   * takes long.
   */
  boolean isFor(Contestant contestant) {
    if (contestant == Contestant.TUNED && latency != Latency.NONE) {
      return false;
    }
    return entrance == Entrance.QUEUE || contestant.hasHttp();
  }

  /** Messages that are processed at once, for every contestant; Caravan's pace begins at 20. */
  public int consumers() {
    return latency == Latency.NONE ? 10 : 20;
  }

  /**
   * Prompts per second to expect before any are measured: as many as the latency allows, or as two
   * cores can do.
   */
  double nominalRate() {
    double machine = imageBytes == SMALL ? 500 : 80;
    double calls =
        switch (latency) {
          case NONE -> Double.MAX_VALUE;
          case SHORT -> consumers() / 0.2;
          case IMAGE_LIKE -> consumers() / 8.0;
          case IMAGE_LIKE_TENTH -> consumers() / 0.8;
        };
    return Math.min(machine, calls);
  }

  /** The number of prompts in a round of about {@code seconds}; enough for every worker. */
  int prompts(double perSecond, double seconds) {
    return Math.max(2 * consumers(), (int) Math.round(perSecond * seconds));
  }

  /** Whether contestants that have run the other workload can continue with this one. */
  boolean goesOnFrom(Workload other) {
    return other.entrance == entrance && other.latency == latency;
  }

  /**
   * Whether the model is slow enough that a contestant uses at most a tenth of a core. All
   * contestants then run at the same time.
   */
  boolean isImageLike() {
    return latency == Latency.IMAGE_LIKE || latency == Latency.IMAGE_LIKE_TENTH;
  }
}
