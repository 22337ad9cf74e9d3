package dev.caravan.cli;

import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.settings.RouteLocation;
import dev.caravan.settings.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The options that select the place of the route sets. */
final class StoreOption {

  @Option(
      names = "--store",
      paramLabel = "S3",
      description = "The place of the route sets (default: CARAVAN_ROUTES).")
  String store;

  @Mixin LocalOption local = new LocalOption();

  /**
   * @throws CommandFailedException if no place, two places, no region or no credentials are set
   */
  RouteStore open() {
    if (store != null && local.isGiven()) {
      throw CommandFailedException.misconfigured(
          "--store and --local name two places. Use one of them.");
    }
    return local.isGiven() ? of(local.find()) : ofAws();
  }

  private static RouteStore of(RunningLocal running) {
    if (running.routes() == null) {
      throw CommandFailedException.misconfigured(
          "The ./caravan local at %s runs the routes of a folder, and reloads them when you save. To try route sets, start ./caravan local --routes s3://%s/routes."
              .formatted(running.address(), running.bucket()));
    }
    return new RouteStore(location(running.routes()), RedriveTarget.localS3(running));
  }

  private RouteStore ofAws() {
    String text = store == null ? Settings.FROM_ENVIRONMENT.apply("caravan.routes") : store;
    if (!RouteLocation.isMeant(text)) {
      throw CommandFailedException.misconfigured(
          "%s; it must be s3://bucket/prefix, for example s3://our-generations/routes. Or start ./caravan local --routes s3://caravan-local/routes and use --local."
              .formatted(
                  text == null || text.isBlank()
                      ? "CARAVAN_ROUTES is not set"
                      : "The place of the route sets is \"" + text + "\""));
    }
    RouteLocation location = location(text);
    try {
      RouteStore opened =
          RouteStore.open(
              location,
              String.valueOf(Settings.FROM_ENVIRONMENT.apply("caravan.s3.kms.key"))
                  .replace("null", ""));
      requireCredentials(opened);
      return opened;
    } catch (SdkClientException e) {
      throw CommandFailedException.misconfigured(
          "No AWS region is set. Set AWS_REGION, for example AWS_REGION=eu-north-1.");
    }
  }

  private static RouteLocation location(String text) {
    return new RoutesChoice(text).location();
  }

  private static void requireCredentials(RouteStore opened) {
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      credentials.resolveCredentials();
    } catch (SdkClientException e) {
      opened.close();
      throw CommandFailedException.misconfigured(
          "No AWS credentials found. Set AWS_PROFILE to a profile that you are logged in to, or see"
              + " https://docs.aws.amazon.com/sdkref/latest/guide/creds-config-files.html");
    }
  }
}
