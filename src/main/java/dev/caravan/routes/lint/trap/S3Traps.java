package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import java.util.List;

/** Routes that delete results from a bucket. */
public final class S3Traps implements Check {

  static final Rule DELETES =
      Rule.trap(
              "bucket-emptied",
              "A route that reads a bucket deletes every object that it has read.")
          .asWarning();

  public static List<Rule> rules() {
    return List.of(DELETES);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    routes.endpoints().stream()
        .filter(EndpointUse::isConsumer)
        .filter(endpoint -> endpoint.scheme().equals("aws2-s3"))
        .filter(endpoint -> !endpoint.has("deleteAfterRead"))
        .forEach(
            endpoint ->
                findings.add(
                    DELETES,
                    endpoint.uri(),
                    "The route deletes each object from the bucket after reading it.",
                    "Add `deleteAfterRead: false`, or `true` if this is intended."));
  }
}
