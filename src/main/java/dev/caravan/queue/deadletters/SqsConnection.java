package dev.caravan.queue.deadletters;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A plain SQS client, made at its first use. It is no {@link SqsClient} itself: Camel's components
 * find theirs by type, and two of them in the registry would be one too many.
 */
public final class SqsConnection implements Supplier<SqsClient>, AutoCloseable {

  private final Supplier<SqsClient> making;
  private SqsClient client;

  /** As the SDK's own settings describe it (variables, profile, role). */
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
