package dev.caravan.local;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.local.bedrock.LocalBedrock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * SQS, S3 and Bedrock in this JVM, on loopback, with a queue, its dead-letter queue and a bucket.
 */
public final class LocalAws implements AutoCloseable {

  static final String HOST = "127.0.0.1";
  static final String REGION = "us-west-2";

  private final LocalSqs sqs;
  private final LocalS3 s3;
  private final LocalBedrock bedrock;
  private final Credentials credentials;
  private final String bucket;
  private final Path data;

  private LocalAws(
      LocalSqs sqs,
      LocalS3 s3,
      LocalBedrock bedrock,
      Credentials credentials,
      String bucket,
      Path data) {
    this.sqs = sqs;
    this.s3 = s3;
    this.bedrock = bedrock;
    this.credentials = credentials;
    this.bucket = bucket;
    this.data = data;
  }

  /**
   * Starts the three servers in parallel and returns when all of them serve.
   *
   * @param options ports (0 picks a free one), the folder for the buckets, Bedrock's rules
   */
  public static LocalAws start(LocalAwsOptions options) throws IOException {
    Path data = Files.createDirectories(options.data()).toRealPath();
    // The file-system store keeps each bucket as a folder.
    Files.createDirectories(data.resolve(options.bucket()));
    Credentials credentials = Credentials.OF_THIS_JVM;
    // Each server takes a second or two to start, so they start in parallel.
    CompletableFuture<LocalSqs> sqs =
        CompletableFuture.supplyAsync(
            () -> LocalSqs.start(options.sqsPort(), REGION, credentials).withQueues(credentials));
    CompletableFuture<LocalS3> s3 =
        CompletableFuture.supplyAsync(() -> LocalS3.start(options.s3Port(), data, credentials));
    LocalBedrock bedrock = LocalBedrock.start(options.bedrock());
    return new LocalAws(sqs.join(), s3.join(), bedrock, credentials, options.bucket(), data);
  }

  /** A queue, its dead-letter queue and a bucket; see {@link #another}. */
  public record Place(String queueUrl, String deadLetterQueueUrl, String bucket) {}

  /**
   * Creates another queue, dead-letter queue and bucket, for a service that shares none of them.
   */
  public Place another(String name) {
    sqs.createQueue(name, credentials);
    try (S3Client client = s3Client()) {
      client.createBucket(create -> create.bucket(name));
    }
    return new Place(sqs.url(name), sqs.deadLetterUrl(name), name);
  }

  /**
   * Points every AWS client in this JVM at these servers. System properties win over environment
   * variables.
   */
  public void useInThisJvm() {
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.accessKeyId", credentials.accessKeyId());
    System.setProperty("aws.secretAccessKey", credentials.secretAccessKey());
    System.setProperty("aws.endpointUrlSqs", sqsEndpoint().toString());
    System.setProperty("aws.endpointUrlS3", s3Endpoint().toString());
    System.setProperty("aws.endpointUrlBedrockRuntime", bedrockEndpoint().toString());
  }

  /** The same settings for another process, as the SDK's environment variables. */
  public Map<String, String> variables() {
    return Map.of(
        "AWS_REGION", REGION,
        "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(),
        "AWS_ENDPOINT_URL_SQS", sqsEndpoint().toString(),
        "AWS_ENDPOINT_URL_S3", s3Endpoint().toString(),
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrockEndpoint().toString());
  }

  public S3Client s3Client() {
    return S3Client.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
        .endpointOverride(s3Endpoint())
        .forcePathStyle(true)
        .region(Region.of(REGION))
        .credentialsProvider(credentials.provider())
        .build();
  }

  public SqsClient sqsClient() {
    return sqs.client(credentials);
  }

  public URI sqsEndpoint() {
    return sqs.endpoint();
  }

  public URI s3Endpoint() {
    return s3.endpoint();
  }

  public URI bedrockEndpoint() {
    return bedrock.endpoint();
  }

  public LocalBedrock bedrock() {
    return bedrock;
  }

  public String queueUrl() {
    return sqs.queueUrl();
  }

  public String deadLetterQueueUrl() {
    return sqs.deadLetterQueueUrl();
  }

  public String bucket() {
    return bucket;
  }

  /** The folder that contains the buckets; an object is the file {@code bucket/key} in it. */
  public Path data() {
    return data;
  }

  Credentials credentials() {
    return credentials;
  }

  @Override
  public void close() {
    bedrock.close();
    // S3Proxy takes two seconds to stop and ElasticMQ less than one, so both stop in parallel.
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(sqs::close);
    s3.close();
    stopped.join();
  }
}
