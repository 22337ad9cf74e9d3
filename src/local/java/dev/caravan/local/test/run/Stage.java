package dev.caravan.local.test.run;

import dev.caravan.cli.Service;
import dev.caravan.local.LocalAws;
import dev.caravan.local.bedrock.LocalBedrock;
import dev.caravan.settings.Settings;
import dev.caravan.store.ResultKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The real routes, started with some settings, with their own queue and bucket. Environment
 * variables of the shell are ignored: a setting that no test changes has its default.
 */
final class Stage implements AutoCloseable {

  private static final Duration LONGEST_CLEARING = Duration.ofSeconds(20);

  private final Service service;
  private final LocalBedrock bedrock;
  private final Queue queue;
  private final Bucket bucket;
  private final ResultKeys resultKeys;
  private final Http http;
  private final Work work;
  private final Journeys journeys = new Journeys();

  private Stage(
      Service service, LocalBedrock bedrock, Queue queue, Bucket bucket, ResultKeys resultKeys) {
    this.service = service;
    this.bedrock = bedrock;
    this.queue = queue;
    this.bucket = bucket;
    this.resultKeys = resultKeys;
    this.http = new Http(service.httpPort(), service.managementPort());
    this.work = new Work(service.context());
    service.context().getManagementStrategy().addEventNotifier(journeys);
  }

  /**
   * @param name of the queue and the bucket, which must not exist yet
   * @param settings besides the defaults
   */
  static Stage start(LocalAws aws, String name, Path routes, Map<String, String> settings) {
    LocalAws.Place place = aws.another(name);
    Map<String, String> all = new HashMap<>(Settings.defaults());
    // The models come from the routes folder.
    all.remove("caravan.models");
    // A stop waits for the current long poll, and a test waits for the end of a pause.
    all.put("caravan.queue.wait-seconds", "1");
    all.put("caravan.pause.first-probe-seconds", "1");
    all.putAll(settings);
    all.put("sqs.queue.url", place.queueUrl());
    all.put("sqs.dead.letter.queue.url", place.deadLetterQueueUrl());
    all.put("bucket.name", place.bucket());
    all.put("http.port", "0");
    all.put("management.port", "0");
    all.put("caravan.cloudwatch.enabled", "false");
    // The journeys of failed tests need these two.
    all.put("camel.main.message-history", "true");
    all.put("camel.main.source-location-enabled", "true");
    String prefix = all.get("caravan.s3.prefix");
    Service service = Service.start(routes, all);
    return new Stage(
        service,
        aws.bedrock(),
        new Queue(aws.sqsClient(), place.queueUrl(), place.deadLetterQueueUrl()),
        new Bucket(aws.s3Client(), place.bucket(), prefix),
        new ResultKeys(prefix, all.get("caravan.s3.image-name"), all.get("caravan.s3.text-name")));
  }

  /** Removes everything that the previous test left; false if its work does not end in time. */
  boolean clear() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_CLEARING.toNanos();
    bedrock.misbehaviour().clear();
    work.stopTaking();
    do {
      bedrock.letGo();
      int left = queue.size();
      if (left > 0) {
        queue.clear();
      } else if (work.isIdle() && work.isNothingParked() && !work.isPaused()) {
        queue.clearDeadLetters();
        bucket.clear();
        bedrock.clearCalls();
        journeys.clear();
        work.forget();
        work.takeAgain();
        return true;
      }
      Thread.sleep(10);
    } while (System.nanoTime() < end);
    return false;
  }

  /**
   * Whether nothing will change any more: there is no work, and no message that could become work.
   */
  boolean isQuiet() {
    return work.isIdle() && queue.size() == 0;
  }

  LocalBedrock bedrock() {
    return bedrock;
  }

  ModelCalls modelCalls() {
    return new ModelCalls(bedrock);
  }

  Queue queue() {
    return queue;
  }

  Bucket bucket() {
    return bucket;
  }

  /** The start of every key: empty, or ends with {@code /}. */
  ResultKeys resultKeys() {
    return resultKeys;
  }

  Http http() {
    return http;
  }

  Work work() {
    return work;
  }

  Journeys journeys() {
    return journeys;
  }

  @Override
  public void close() {
    service.close();
    queue.close();
    bucket.close();
  }
}
