package dev.caravan.local;

import dev.caravan.aws.SdkDefaults;
import java.net.URI;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS in this JVM: ElasticMQ, in memory. Its messages are lost when it stops. */
final class LocalSqs implements AutoCloseable {

  private static final String ACCOUNT = "000000000000";
  private static final String QUEUE = "prompts";
  private static final String DEAD_LETTERS = "-dead-letters";
  private static final int MAX_RECEIVES = 5;

  private final ActorSystem system;
  private final SQSRestServer server;
  private final URI endpoint;
  private final String region;

  private LocalSqs(ActorSystem system, SQSRestServer server, URI endpoint, String region) {
    this.system = system;
    this.server = server;
    this.endpoint = endpoint;
    this.region = region;
  }

  /**
   * Starts ElasticMQ behind a guard that refuses requests which are not signed with these keys, or
   * which pages of other sites have sent.
   */
  static LocalSqs start(int port, String region, Credentials credentials) {
    ActorSystem system = GuardedHttp.actorSystem(new SqsGuard(credentials));
    try {
      var builder =
          SQSRestServerBuilder.withInterface(LocalAws.HOST)
              .withActorSystem(system)
              .withAWSRegion(region)
              .withAWSAccountId(ACCOUNT);
      SQSRestServer server =
          (port == 0 ? builder.withDynamicPort() : builder.withPort(port)).start();
      int bound = server.waitUntilStarted().localAddress().getPort();
      URI endpoint = URI.create("http://" + LocalAws.HOST + ":" + bound);
      return new LocalSqs(system, server, endpoint, region);
    } catch (RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  /** Creates the queue for prompts and its dead-letter queue. */
  LocalSqs withQueues(Credentials credentials) {
    createQueue(QUEUE, credentials);
    return this;
  }

  /**
   * Creates a queue and the dead-letter queue to which SQS moves messages that were received too
   * often.
   */
  void createQueue(String name, Credentials credentials) {
    String arn = "arn:aws:sqs:%s:%s:%s".formatted(region, ACCOUNT, name + DEAD_LETTERS);
    try (SqsClient client = client(credentials)) {
      client.createQueue(create -> create.queueName(name + DEAD_LETTERS));
      client.createQueue(
          create ->
              create
                  .queueName(name)
                  .attributes(
                      Map.of(
                          QueueAttributeName.VISIBILITY_TIMEOUT,
                          "120",
                          QueueAttributeName.REDRIVE_POLICY,
                          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
                              .formatted(arn, MAX_RECEIVES))));
    }
  }

  SqsClient client(Credentials credentials) {
    return SqsClient.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(credentials.provider())
        .build();
  }

  URI endpoint() {
    return endpoint;
  }

  String queueUrl() {
    return url(QUEUE);
  }

  String deadLetterQueueUrl() {
    return deadLetterUrl(QUEUE);
  }

  String url(String name) {
    return endpoint + "/" + ACCOUNT + "/" + name;
  }

  String deadLetterUrl(String name) {
    return url(name + DEAD_LETTERS);
  }

  @Override
  public void close() {
    server.stopAndWait();
    // ElasticMQ ends only an actor system that it has made itself.
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
