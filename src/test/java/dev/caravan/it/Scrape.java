package dev.caravan.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The samples of {@code /observe/metrics} at one moment. */
record Scrape(List<Sample> samples) {

  /** One line. */
  record Sample(String name, Map<String, String> tags, double value) {}

  private static final Pattern LINE = Pattern.compile("(caravan_\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern TAG = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** Reads Caravan's metrics only, without Camel's. */
  static Scrape of(Api management) {
    List<Sample> samples = new ArrayList<>();
    for (String line : management.get("/observe/metrics").text().split("\n")) {
      Matcher sample = LINE.matcher(line);
      if (sample.matches()) {
        Map<String, String> tags = new LinkedHashMap<>();
        TAG.matcher(sample.group(2) == null ? "" : sample.group(2))
            .results()
            .forEach(tag -> tags.put(tag.group(1), tag.group(2)));
        samples.add(new Sample(sample.group(1), tags, Double.parseDouble(sample.group(3))));
      }
    }
    return new Scrape(samples);
  }

  /** The sum of the lines with these tags, given in pairs; 0 if there are none. */
  double value(String name, String... tags) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> has(sample, tags))
        .mapToDouble(Sample::value)
        .sum();
  }

  private static boolean has(Sample sample, String... tags) {
    for (int at = 0; at < tags.length; at += 2) {
      if (!tags[at + 1].equals(sample.tags().get(tags[at]))) {
        return false;
      }
    }
    return true;
  }
}
