package dev.caravan.cli;

import dev.caravan.settings.RouteLocation;
import dev.caravan.settings.Settings;
import java.nio.file.Path;
import java.util.Map;

/**
 * The routes that a service is to run.
 *
 * @param text a folder, or {@code s3://bucket/prefix}; null or blank for the shipped routes
 */
public record RoutesChoice(String text) {

  /** Whether the routes come from S3. */
  public boolean isDelivered() {
    return RouteLocation.isMeant(text);
  }

  /**
   * The place in S3.
   *
   * @throws CommandFailedException if the text has another form
   */
  RouteLocation location() {
    return RouteLocation.parse(text)
        .orElseThrow(
            () ->
                CommandFailedException.misconfigured(
                    "The routes are \"%s\"; they must be a folder or s3://bucket/prefix, for example s3://our-generations/routes."
                        .formatted(text)));
  }

  /** The folder with the routes, or with those that are used if S3 has none. */
  Path folder() {
    String fallback = Settings.FROM_ENVIRONMENT.apply("caravan.routes.fallback");
    String folder = isDelivered() ? fallback : text;
    return folder == null || folder.isBlank() ? Home.routes() : Path.of(folder);
  }

  /**
   * Starts the service with these routes.
   *
   * @param settings values that take priority over variables
   */
  public Service start(Map<String, String> settings) {
    return isDelivered()
        ? Service.start(location(), folder(), settings)
        : Service.start(folder(), settings);
  }
}
