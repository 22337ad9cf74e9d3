package dev.caravan.it.faults;

import dev.caravan.local.LocalAws;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The AWS endpoints that a service uses.
 *
 * @param store the endpoint of S3
 */
record Surroundings(LocalAws aws, URI store) {

  /** As environment variables, with those that a test adds or overrides. */
  Map<String, String> variables(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(aws.variables());
    variables.put("AWS_ENDPOINT_URL_S3", store.toString());
    variables.put("SQS_QUEUE_URL", aws.queueUrl());
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", aws.deadLetterQueueUrl());
    variables.put("BUCKET_NAME", aws.bucket());
    variables.put("HTTP_PORT", "0");
    variables.put("MANAGEMENT_PORT", "0");
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    variables.putAll(more);
    return variables;
  }
}
