package dev.caravan.queue.deadletters;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Creates a plain SQS client at its first use. It is not an {@link SqsClient} itself, because
 * Camel's component finds its client by type and needs exactly one in the registry.
 */
public final class SqsConnection implements Supplier<SqsClient>, AutoCloseable {

  private final Supplier<SqsClient> making;
  private SqsClient client;

  /** The client with the SDK's own settings (environment variables, profile, role). */
  public SqsConnection() {
    this(SqsClient::create);
  }

  public SqsConnection(Supplier<SqsClient> making) {
    this.making = making;
  }

  @Override
  public synchronized SqsClient get() {
    if (client == null) {
      client = making.get();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
    client = null;
  }
}
