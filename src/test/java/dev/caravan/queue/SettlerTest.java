package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Answers of SQS that no local server gives: partly failed batches, and throttling. */
class SettlerTest {

  private static final String URL = "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts";

  /** SQS that deletes what it is asked to delete, after some failures. */
  private static final class FailingSqs implements SqsClient {

    private final List<List<String>> batches = new ArrayList<>();
    private String throttledOnce = "";
    private String invalid = "";
    private boolean refuseAll;

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
      batches.add(
          request.entries().stream().map(DeleteMessageBatchRequestEntry::receiptHandle).toList());
      if (refuseAll) {
        refuseAll = false;
        throw SqsException.builder().statusCode(400).message("RequestThrottled").build();
      }
      List<BatchResultErrorEntry> failed = new ArrayList<>();
      for (DeleteMessageBatchRequestEntry entry : request.entries()) {
        if (entry.receiptHandle().equals(invalid)) {
          failed.add(error(entry, "ReceiptHandleIsInvalid", true));
        } else if (entry.receiptHandle().equals(throttledOnce)) {
          throttledOnce = "";
          failed.add(error(entry, "InternalError", false));
        }
      }
      return DeleteMessageBatchResponse.builder().failed(failed).build();
    }

    private static BatchResultErrorEntry error(
        DeleteMessageBatchRequestEntry entry, String code, boolean senderFault) {
      return BatchResultErrorEntry.builder()
          .id(entry.id())
          .code(code)
          .senderFault(senderFault)
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final FailingSqs sqs = new FailingSqs();
  private final QueueSettings settings =
      new QueueSettings(
          URL, 20, 10, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1));
  private final Leases leases = new Leases(settings, Lanes.single(() -> 20));
  private final QueueCounts counts = new QueueCounts();
  private final Settler settler =
      new Settler(
          sqs,
          settings,
          leases,
          new LeaseTimes(settings.visibility(), settings.longestLease()),
          counts,
          new Renewals(sqs, settings, message -> message));

  @Test
  void of_a_batch_only_what_failed_on_the_side_of_sqs_is_tried_again() throws Exception {
    sqs.throttledOnce = "handle-2";

    settle(4);

    assertThat(sqs.batches)
        .containsExactly(
            List.of("handle-0", "handle-1", "handle-2", "handle-3"), List.of("handle-2"));
    assertThat(leases.where(lease -> true)).isEmpty();
    assertThat(counts.settlementsLost()).isZero();
  }

  @Test
  void a_handle_that_is_no_longer_valid_is_counted_and_not_tried_again() throws Exception {
    sqs.invalid = "handle-1";

    settle(3);

    assertThat(sqs.batches).hasSize(1);
    assertThat(counts.settlementsLost()).isEqualTo(1);
    assertThat(leases.where(lease -> true)).isEmpty();
  }

  @Test
  void a_batch_that_sqs_refuses_as_a_whole_is_tried_again() throws Exception {
    sqs.refuseAll = true;

    settle(12);

    assertThat(sqs.batches).hasSize(3);
    assertThat(sqs.batches.stream().flatMap(List::stream).distinct()).hasSize(12);
    assertThat(leases.where(lease -> true)).isEmpty();
  }

  /** Deletes this many messages, and returns when the settler has finished. */
  private void settle(int count) throws Exception {
    List<Message> messages =
        IntStream.range(0, count)
            .mapToObj(n -> Message.builder().receiptHandle("handle-" + n).build())
            .toList();
    leases.add(messages, 0);
    leases.take(count, Duration.ofSeconds(1));
    messages.forEach(
        message ->
            leases
                .finish(message.receiptHandle(), Lease.State.DELETING)
                .ifPresent(lease -> settler.add(Settlement.delete(lease))));
    Thread settling = new Thread(settler, "settler");
    settling.start();
    org.awaitility.Awaitility.await().until(() -> leases.where(lease -> true).isEmpty());
    settler.stop();
    settling.join();
  }
}
