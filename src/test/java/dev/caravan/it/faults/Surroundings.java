package dev.caravan.it.faults;

import dev.caravan.local.LocalAws;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * What a service is told of its AWS.
 *
 * @param store where it finds S3
 */
record Surroundings(LocalAws aws, URI store) {

  /** As variables, with those that a test adds or overrides. */
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
