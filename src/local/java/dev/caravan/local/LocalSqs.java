package dev.caravan.local;

import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** SQS in the JVM: ElasticMQ, in memory. What is queued is gone when it stops. */
final class LocalSqs implements AutoCloseable {

  static final String ACCOUNT = "000000000000";

  private final SQSRestServer server;
  private final URI endpoint;

  private LocalSqs(SQSRestServer server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  static LocalSqs start(int port, String region) {
    var builder =
        SQSRestServerBuilder.withInterface(LocalAws.HOST)
            .withAWSRegion(region)
            .withAWSAccountId(ACCOUNT);
    SQSRestServer server = (port == 0 ? builder.withDynamicPort() : builder.withPort(port)).start();
    int bound = server.waitUntilStarted().localAddress().getPort();
    return new LocalSqs(server, URI.create("http://" + LocalAws.HOST + ":" + bound));
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    server.stopAndWait();
  }
}
