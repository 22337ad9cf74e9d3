package dev.caravan.local.test.format;

import dev.caravan.local.bedrock.rule.Rule;
import dev.caravan.local.test.match.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One test.
 *
 * @param settings placeholders that the routes start with, besides the defaults
 * @param model rules that make Bedrock misbehave
 * @param within how long the expectations may take to come true
 */
public record RouteTest(
    Place place,
    String name,
    Map<String, String> settings,
    Given given,
    List<Rule> model,
    Duration within,
    List<Step> steps) {

  public static final Duration USUALLY_WITHIN = Duration.ofSeconds(10);

  /** The file, as the user named it. */
  public String file() {
    return place.file();
  }
}
