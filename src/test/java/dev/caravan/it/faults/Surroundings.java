package dev.caravan.it.faults;

import dev.caravan.it.Launched;
import dev.caravan.local.LocalAws;
import java.net.URI;
import java.util.Map;

/**
 * The AWS endpoints that a service uses.
 *
 * @param store the endpoint of S3
 */
record Surroundings(LocalAws aws, URI store) {

  /** As environment variables, with those that a test adds or overrides. */
  Map<String, String> variables(Map<String, String> more) {
    Map<String, String> variables = Launched.variables(aws);
    variables.put("AWS_ENDPOINT_URL_S3", store.toString());
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    variables.putAll(more);
    return variables;
  }
}
