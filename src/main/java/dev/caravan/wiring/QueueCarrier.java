package dev.caravan.wiring;

import dev.caravan.generation.Generation;
import dev.caravan.queue.FifoSend;
import dev.caravan.queue.FirstSent;
import dev.caravan.queue.Messages;
import dev.caravan.store.Carrier;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue of prompts, for the sweep. */
final class QueueCarrier implements Carrier {

  private final Supplier<SqsClient> sqs;
  private final String url;
  private final Messages messages;

  QueueCarrier(Supplier<SqsClient> sqs, String url, Messages messages) {
    this.sqs = sqs;
    this.url = url;
    this.messages = messages;
  }

  @Override
  public String send(Generation generation) {
    String body = messages.write(generation);
    // A prompt that is sent again has no order any more, so on a FIFO queue it is its own group.
    String group = FifoSend.isFifo(url) ? UUID.randomUUID().toString() : null;
    return sqs.get()
        .sendMessage(
            send ->
                send.queueUrl(url)
                    .messageBody(body)
                    .messageAttributes(FirstSent.since(generation.times().received()))
                    .messageGroupId(group)
                    .messageDeduplicationId(group))
        .messageId();
  }

  @Override
  public boolean isEmpty() {
    Map<QueueAttributeName, String> counts =
        sqs.get()
            .getQueueAttributes(
                get ->
                    get.queueUrl(url)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return counts.values().stream().allMatch("0"::equals);
  }
}
