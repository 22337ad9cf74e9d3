package dev.caravan.local;

import dev.caravan.local.bedrock.LocalBedrock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * SQS, S3 and Bedrock in this JVM, on loopback, with a queue, its dead-letter queue and a bucket.
 */
public final class LocalAws implements AutoCloseable {

  static final String HOST = "127.0.0.1";
  static final String REGION = "us-west-2";
  private static final int MAX_RECEIVES = 5;

  private final LocalSqs sqs;
  private final LocalS3 s3;
  private final LocalBedrock bedrock;
  private final Credentials credentials;
  private final String bucket;
  private final Path data;
  private String queueUrl;
  private String deadLetterQueueUrl;

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
   * Starts all three at once and comes back when they serve.
   *
   * @param options ports (0 for a free one), the folder that buckets lie in, Bedrock's rules
   */
  public static LocalAws start(LocalAwsOptions options) throws Exception {
    Path data = Files.createDirectories(options.data()).toRealPath();
    Credentials credentials = Credentials.random();
    // ElasticMQ and S3Proxy take a second each; side by side they take one.
    CompletableFuture<LocalSqs> sqs =
        CompletableFuture.supplyAsync(() -> LocalSqs.start(options.sqsPort(), REGION));
    CompletableFuture<LocalS3> s3 =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return LocalS3.start(options.s3Port(), data, credentials);
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    LocalBedrock bedrock = LocalBedrock.start(options.bedrock());
    LocalAws aws =
        new LocalAws(sqs.join(), s3.join(), bedrock, credentials, options.bucket(), data);
    aws.createBucket();
    aws.createQueues();
    return aws;
  }

  private void createBucket() {
    try (S3Client client = s3Client()) {
      try {
        client.headBucket(HeadBucketRequest.builder().bucket(bucket).build());
      } catch (NoSuchBucketException e) {
        client.createBucket(create -> create.bucket(bucket));
      }
    }
  }

  private void createQueues() {
    try (SqsClient client = sqsClient()) {
      deadLetterQueueUrl =
          client.createQueue(create -> create.queueName("prompts-dead-letters")).queueUrl();
      String arn = "arn:aws:sqs:%s:%s:prompts-dead-letters".formatted(REGION, LocalSqs.ACCOUNT);
      queueUrl =
          client
              .createQueue(
                  create ->
                      create
                          .queueName("prompts")
                          .attributes(
                              Map.of(
                                  QueueAttributeName.VISIBILITY_TIMEOUT,
                                  "120",
                                  QueueAttributeName.REDRIVE_POLICY,
                                  "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
                                      .formatted(arn, MAX_RECEIVES))))
              .queueUrl();
    }
  }

  /** Points every AWS client of this JVM here; a system property wins over a variable. */
  public void useInThisJvm() {
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.accessKeyId", credentials.accessKeyId());
    System.setProperty("aws.secretAccessKey", credentials.secretAccessKey());
    System.setProperty("aws.endpointUrlSqs", sqsEndpoint().toString());
    System.setProperty("aws.endpointUrlS3", s3Endpoint().toString());
    System.setProperty("aws.endpointUrlBedrockRuntime", bedrockEndpoint().toString());
  }

  public S3Client s3Client() {
    return S3Client.builder()
        .endpointOverride(s3Endpoint())
        .forcePathStyle(true)
        .region(Region.of(REGION))
        .credentialsProvider(provider())
        .build();
  }

  public SqsClient sqsClient() {
    return SqsClient.builder()
        .endpointOverride(sqsEndpoint())
        .region(Region.of(REGION))
        .credentialsProvider(provider())
        .build();
  }

  private StaticCredentialsProvider provider() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
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
    return queueUrl;
  }

  public String deadLetterQueueUrl() {
    return deadLetterQueueUrl;
  }

  public String bucket() {
    return bucket;
  }

  /** Where the buckets lie; an object is the file {@code bucket/key} below it. */
  public Path data() {
    return data;
  }

  Credentials credentials() {
    return credentials;
  }

  @Override
  public void close() throws Exception {
    bedrock.close();
    // S3Proxy takes two seconds to stop, ElasticMQ a part of one.
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(sqs::close);
    s3.close();
    stopped.join();
  }
}
