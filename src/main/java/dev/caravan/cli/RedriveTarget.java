package dev.caravan.cli;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.generation.PromptReader;
import dev.caravan.queue.deadletters.DeadLetterQueue;
import dev.caravan.queue.deadletters.Discard;
import dev.caravan.queue.deadletters.LetterBodies;
import dev.caravan.queue.deadletters.LetterRecords;
import dev.caravan.queue.deadletters.PromptQueue;
import dev.caravan.queue.deadletters.Redrive;
import dev.caravan.queue.deadletters.SqsConnection;
import dev.caravan.settings.Setting;
import dev.caravan.settings.Settings;
import dev.caravan.store.Records;
import dev.caravan.store.S3Clients;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The two queues and the bucket that a redrive uses, and the clients for them. */
final class RedriveTarget implements AutoCloseable {

  private static final List<String> NEEDED =
      List.of("sqs.queue.url", "sqs.dead.letter.queue.url", "bucket.name");

  private final SqsConnection sqs;
  private final S3Client s3;
  private final DeadLetterQueue deadLetters;
  private final Redrive redrive;
  private final Discard discard;

  private RedriveTarget(
      Target target, S3Client s3, String deadLetterUrl, String bucket, String prefix) {
    this.s3 = s3;
    this.sqs = new SqsConnection(target::client);
    PromptReader prompts = new PromptReader(maxCharacters());
    Records records = new Records(s3, bucket, prefix);
    this.deadLetters = new DeadLetterQueue(sqs, deadLetterUrl, prompts);
    LetterRecords letters =
        new LetterRecords(records, new LetterBodies(s3, bucket, prefix), prompts);
    this.redrive =
        new Redrive(deadLetters, new PromptQueue(sqs, target.queueUrl()), records, letters);
    this.discard = new Discard(deadLetters, records, letters);
  }

  static RedriveTarget of(RunningLocal running) {
    Target target = Target.of(running);
    S3Client s3 = localS3(running);
    return new RedriveTarget(
        target, s3, running.deadLetterQueueUrl(), running.bucket(), setting("caravan.s3.prefix"));
  }

  /** A client of the S3 of a {@code ./caravan local}. */
  static S3Client localS3(RunningLocal running) {
    return S3Client.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
        .endpointOverride(URI.create(running.s3Endpoint()))
        .forcePathStyle(true)
        .region(Region.of(running.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(running.accessKeyId(), running.secretAccessKey())))
        .build();
  }

  static RedriveTarget fromEnvironment() {
    List<String> complaints =
        Stream.concat(NEEDED.stream(), Stream.of("caravan.prompt.max-characters"))
            .map(RedriveTarget::declared)
            .map(setting -> setting.complaint(Settings.FROM_ENVIRONMENT.apply(setting.key())))
            .flatMap(Optional::stream)
            .toList();
    if (!complaints.isEmpty()) {
      throw CommandFailedException.misconfigured(
          String.join("\ncaravan: ", complaints) + ". Or start ./caravan local and use --local.");
    }
    Target target = Target.fromEnvironment();
    // Fails before the redrive starts if the region or the credentials are missing.
    target.client().close();
    return new RedriveTarget(
        target,
        S3Clients.client(),
        setting("sqs.dead.letter.queue.url"),
        setting("bucket.name"),
        setting("caravan.s3.prefix"));
  }

  private static int maxCharacters() {
    return Integer.parseInt(setting("caravan.prompt.max-characters"));
  }

  private static String setting(String key) {
    String set = Settings.FROM_ENVIRONMENT.apply(key);
    return set == null || set.isBlank() ? declared(key).fallback() : set;
  }

  private static Setting declared(String key) {
    return Settings.ALL.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  DeadLetterQueue deadLetters() {
    return deadLetters;
  }

  Redrive redrive() {
    return redrive;
  }

  Discard discard() {
    return discard;
  }

  @Override
  public void close() {
    sqs.close();
    s3.close();
  }
}
