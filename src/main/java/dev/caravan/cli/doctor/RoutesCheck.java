package dev.caravan.cli.doctor;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.settings.RouteLocation;
import dev.caravan.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether the active route set can be read, if the routes come from S3. */
final class RoutesCheck implements Check {

  private final Values values;
  private final Function<RouteLocation, RouteStore> open;

  RoutesCheck(Values values, Function<RouteLocation, RouteStore> open) {
    this.values = values;
    this.open = open;
  }

  @Override
  public String name() {
    return "routes";
  }

  @Override
  public boolean callsAws() {
    return RouteLocation.isMeant(values.given().apply("caravan.routes"));
  }

  @Override
  public List<Finding> run() {
    if (!callsAws()) {
      return List.of(ok("those of a folder"));
    }
    String place = values.given().apply("caravan.routes");
    Optional<RouteLocation> location = RouteLocation.parse(place);
    if (location.isEmpty()) {
      return List.of(
          failed("CARAVAN_ROUTES is %s; it must be s3://bucket/prefix".formatted(place)));
    }
    try (RouteStore store = open.apply(location.get())) {
      return List.of(
          store
              .pointer()
              .map(found -> active(place, found.value().newest(), store))
              .orElseGet(
                  () ->
                      warning(
                          place
                              + " has no active route set, so the image's routes are used; push one with caravan routes push")));
    } catch (StoreException e) {
      return List.of(
          failed(e.getCause() instanceof SdkException sdk ? refused(place, sdk) : e.getMessage()));
    }
  }

  private static String refused(String place, SdkException e) {
    AwsAnswer answer = new AwsAnswer(e);
    return place
        + ": "
        + answer.line("S3")
        + (answer.isRefusal() ? ". Allow s3:GetObject below it and s3:ListBucket" : "");
  }

  private Finding active(String place, Activation active, RouteStore store) {
    boolean isUsable = active.set().equals(Activation.IMAGE) || store.isUsable(active.set());
    return isUsable
        ? ok("%s: number %d, %s".formatted(place, active.number(), active.shortSet()))
        : failed(
            "%s: number %d, %s, is missing or damaged; push its files again"
                .formatted(place, active.number(), active.shortSet()));
  }
}
