package dev.caravan.queue.deadletters;

import dev.caravan.generation.PromptReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The operator's access to the dead-letter queue: take, give back, delete. */
public final class DeadLetterQueue {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterQueue.class);

  /** SQS's maximum number of messages per call. */
  static final int BATCH = 10;

  /** Long polling asks all of SQS's servers, so an empty answer means an empty queue. */
  private static final int WAIT_SECONDS = 1;

  /** The default of queues that were created before August 2025; newer ones accept more. */
  private static final String USUAL_BYTES = "262144";

  private final SqsConnection sqs;
  private final String url;
  private final LetterReader reader;
  private volatile int maximumBytes;

  public DeadLetterQueue(SqsConnection sqs, String url, PromptReader prompts) {
    this.sqs = sqs;
    this.url = url;
    this.reader = new LetterReader(prompts);
  }

  /**
   * Takes some letters and hides them from others for the given time.
   *
   * @param most 1 to 10
   * @return empty if the queue is empty, or others hold all letters
   */
  List<DeadLetter> take(int most, Duration hidden) {
    try {
      return sqs
          .get()
          .receiveMessage(
              receive ->
                  receive
                      .queueUrl(url)
                      .maxNumberOfMessages(most)
                      .waitTimeSeconds(WAIT_SECONDS)
                      .visibilityTimeout((int) hidden.toSeconds())
                      .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                      .messageAttributeNames("All"))
          .messages()
          .stream()
          .map(reader::read)
          .toList();
    } catch (SdkException e) {
      throw new DeadLetterQueueException(
          "The dead-letter queue can't be read: " + e.getMessage(), e);
    }
  }

  /** Approximate number of letters that can be taken now, from SQS. */
  public int size() {
    try {
      return Integer.parseInt(
          sqs.get()
              .getQueueAttributes(
                  get ->
                      get.queueUrl(url)
                          .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
              .attributes()
              .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    } catch (SdkException e) {
      throw new DeadLetterQueueException(
          "The size of the dead-letter queue can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * The largest message that the queue accepts, in bytes with attributes. Asks SQS until it has
   * answered once; until then, the limit that every queue without a smaller one of its own has.
   */
  public int maximumBytes() {
    if (maximumBytes == 0) {
      try {
        maximumBytes =
            Integer.parseInt(
                sqs.get()
                    .getQueueAttributes(
                        get ->
                            get.queueUrl(url)
                                .attributeNames(QueueAttributeName.MAXIMUM_MESSAGE_SIZE))
                    .attributes()
                    .getOrDefault(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, USUAL_BYTES));
      } catch (SdkException e) {
        LOG.warn("The largest size of dead letters can't be read: {}", e.getMessage());
        return Integer.parseInt(USUAL_BYTES);
      }
    }
    return maximumBytes;
  }

  /** Makes the letters visible again at once; if that fails, they become visible later. */
  void giveBack(Collection<DeadLetter> taken) {
    for (List<DeadLetter> ten : tens(taken)) {
      List<ChangeMessageVisibilityBatchRequestEntry> entries =
          IntStream.range(0, ten.size())
              .mapToObj(
                  at ->
                      ChangeMessageVisibilityBatchRequestEntry.builder()
                          .id(String.valueOf(at))
                          .receiptHandle(ten.get(at).message().receiptHandle())
                          .visibilityTimeout(0)
                          .build())
              .toList();
      try {
        sqs.get().changeMessageVisibilityBatch(change -> change.queueUrl(url).entries(entries));
      } catch (SdkException e) {
        LOG.warn(
            "{} dead letters stay hidden for a while, because SQS refused to show them again: {}",
            ten.size(),
            e.getMessage());
      }
    }
  }

  /**
   * @return the reason by MessageId for each letter that was not deleted; empty if all were
   */
  Map<String, String> delete(List<DeadLetter> done) {
    Map<String, String> failed = new HashMap<>();
    for (List<DeadLetter> ten : tens(done)) {
      List<DeleteMessageBatchRequestEntry> entries =
          IntStream.range(0, ten.size())
              .mapToObj(
                  at ->
                      DeleteMessageBatchRequestEntry.builder()
                          .id(String.valueOf(at))
                          .receiptHandle(ten.get(at).message().receiptHandle())
                          .build())
              .toList();
      try {
        for (BatchResultErrorEntry error :
            sqs.get()
                .deleteMessageBatch(delete -> delete.queueUrl(url).entries(entries))
                .failed()) {
          failed.put(ten.get(Integer.parseInt(error.id())).messageId(), error.message());
        }
      } catch (SdkException e) {
        ten.forEach(letter -> failed.put(letter.messageId(), e.getMessage()));
      }
    }
    return failed;
  }

  private static List<List<DeadLetter>> tens(Collection<DeadLetter> letters) {
    List<DeadLetter> all = List.copyOf(letters);
    List<List<DeadLetter>> tens = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      tens.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return tens;
  }
}
