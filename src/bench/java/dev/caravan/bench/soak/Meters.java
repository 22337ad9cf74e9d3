package dev.caravan.bench.soak;

import dev.caravan.bench.jvm.BenchFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The time series that the service keeps, as Prometheus would read them. */
final class Meters {

  private final URL metrics;
  private Set<String> before = Set.of();
  private Set<String> now = Set.of();

  Meters(int managementPort) throws IOException {
    this.metrics = URI.create("http://127.0.0.1:" + managementPort + "/observe/metrics").toURL();
  }

  /** Reads the time series and counts them. */
  long count() {
    before = now;
    try (InputStream answer = metrics.openStream()) {
      now = series(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BenchFailedException("The service's metrics can't be read: " + e.getMessage(), e);
    }
    return now.size();
  }

  /** The series that the previous reading did not have, without the buckets of distributions. */
  List<String> fresh() {
    return now.stream()
        .filter(name -> !before.contains(name) && !name.contains("_bucket{"))
        .toList();
  }

  /** The lines without their values; empty lines and comments are left out. */
  static Set<String> series(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
