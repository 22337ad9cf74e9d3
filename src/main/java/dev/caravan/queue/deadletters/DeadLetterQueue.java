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

/** The dead-letter queue as an operator works on it: take, give back, delete. */
public final class DeadLetterQueue {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterQueue.class);

  /** The most messages SQS gives, or takes in a batch. */
  static final int BATCH = 10;

  /** Long polling asks all of SQS's servers, so that nothing received means nothing there. */
  private static final int WAIT_SECONDS = 1;

  private final SqsConnection sqs;
  private final String url;
  private final LetterReader reader;

  public DeadLetterQueue(SqsConnection sqs, String url, PromptReader prompts) {
    this.sqs = sqs;
    this.url = url;
    this.reader = new LetterReader(prompts);
  }

  /**
   * Takes some letters, which nobody else gets for so long.
   *
   * @param most 1 to 10
   * @return none where there are none, or others hold them
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

  /** How many letters anybody may take now, as SQS guesses it. */
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
          "The dead-letter queue can't be asked for its size: " + e.getMessage(), e);
    }
  }

  /** Everybody may take them again, at once; if that fails, when their time is over. */
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
            "{} dead letters stay hidden for a while; SQS did not take them back: {}",
            ten.size(),
            e.getMessage());
      }
    }
  }

  /**
   * @return by MessageId, why a letter was not deleted; empty where all were
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
