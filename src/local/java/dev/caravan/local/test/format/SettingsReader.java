package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import dev.caravan.settings.Settings;
import dev.caravan.words.KnownWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code settings}: placeholders that the routes start with. */
final class SettingsReader {

  /** Placeholders that point at the test's own servers, so that tests can't set them. */
  static final Set<String> TAKEN =
      Set.of(
          "sqs.queue.url",
          "sqs.dead.letter.queue.url",
          "bucket.name",
          "http.port",
          "http.host",
          "management.port",
          "management.host",
          "caravan.cloudwatch.enabled",
          "caravan.models");

  private final Complaints complaints;
  private final Set<String> known = new TreeSet<>(Settings.defaults().keySet());

  /**
   * @param placeholders the placeholders that the routes use
   */
  SettingsReader(Set<String> placeholders, Complaints complaints) {
    this.complaints = complaints;
    known.addAll(placeholders);
    known.removeAll(TAKEN);
  }

  Map<String, String> read(Optional<Located> settings) {
    Map<String, String> read = new LinkedHashMap<>();
    if (settings.isPresent() && !settings.get().json().isObject()) {
      complaints.add(
          settings.get().place(), "settings: found no mapping, allowed: keys and values");
    }
    settings
        .map(Located::fields)
        .orElse(Map.of())
        .forEach(
            (key, value) -> {
              check(key, value);
              read.put(key, value.text());
            });
    return read;
  }

  private void check(String key, Located value) {
    if (TAKEN.contains(key)) {
      complaints.add(
          value.place(),
          "settings: found \"" + key + "\", which is set to the test's own servers; remove it");
    } else if (!known.contains(key) && !key.startsWith("camel.")) {
      List<String> words = new ArrayList<>(known);
      complaints.add(
          value.place(),
          "settings: unknown name \"%s\"; no route uses it and docs/configuration.md does not list it%s"
              .formatted(key, new KnownWords(words).question(key)));
    } else if (!value.json().isValueNode() || value.json().isNull()) {
      complaints.add(
          value.place(), "settings: found %s, allowed: one value".formatted(Fields.shown(value)));
    } else {
      Settings.complaint(key, value.text())
          .ifPresent(wrong -> complaints.add(value.place(), "settings: " + wrong));
    }
  }
}
