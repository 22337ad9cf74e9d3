package dev.caravan.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes this process use a running {@code ./caravan local} instead of AWS: the SDK's settings, and
 * Caravan's own settings for it.
 */
record LocalSdk(RunningLocal running) {

  /** Points every AWS client of this process at it. System properties win over variables. */
  void use() {
    System.setProperty("aws.region", running.region());
    System.setProperty("aws.accessKeyId", running.accessKeyId());
    System.setProperty("aws.secretAccessKey", running.secretAccessKey());
    System.setProperty("aws.endpointUrlSqs", running.sqsEndpoint());
    System.setProperty("aws.endpointUrlS3", running.s3Endpoint());
    System.setProperty("aws.endpointUrlBedrockRuntime", running.bedrockEndpoint());
  }

  /**
   * @param others the settings that it does not decide
   */
  Function<String, String> settings(Function<String, String> others) {
    Map<String, String> own = new HashMap<>();
    own.put("sqs.queue.url", running.queueUrl());
    own.put("sqs.dead.letter.queue.url", running.deadLetterQueueUrl());
    own.put("bucket.name", running.bucket());
    // Null if it runs the routes of a folder.
    own.put("caravan.routes", running.routes());
    own.put("http.host", "127.0.0.1");
    own.put("caravan.cloudwatch.enabled", "false");
    return key -> own.containsKey(key) ? own.get(key) : others.apply(key);
  }
}
