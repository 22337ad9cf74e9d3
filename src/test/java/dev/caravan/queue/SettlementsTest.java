package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class SettlementsTest {

  /** Longer than anything waits that is not worth a long wait, shorter than the long one. */
  private static final Duration LATER = Settlements.LINGER.multipliedBy(4);

  private volatile boolean moreToCome = true;
  private final Settlements waiting = new Settlements(() -> moreToCome);

  @Test
  void a_delete_waits_for_those_of_the_messages_in_work() throws Exception {
    waiting.add(delete("first"));
    later(
        () -> {
          moreToCome = false;
          waiting.add(delete("last"));
        });

    assertThat(next()).containsExactly("first", "last");
  }

  @Test
  void with_nothing_in_work_a_delete_waits_for_nobody() throws Exception {
    moreToCome = false;
    waiting.add(delete("only"));
    later(() -> waiting.add(delete("later")));

    assertThat(next()).containsExactly("only");
  }

  @Test
  void ten_deletes_are_a_batch_whatever_is_in_work() throws Exception {
    IntStream.range(0, 12).forEach(n -> waiting.add(delete("handle-" + n)));

    assertThat(next()).hasSize(10);
    assertThat(waiting.size()).isEqualTo(2);
  }

  @Test
  void what_is_given_back_takes_waiting_deletes_along() throws Exception {
    waiting.add(delete("done"));
    waiting.add(Settlement.giveBack(lease("failed", null), Duration.ZERO));
    later(() -> waiting.add(delete("later")));

    assertThat(next()).containsExactly("done", "failed");
  }

  @Test
  void the_rest_of_a_fifo_group_is_not_held_up() throws Exception {
    waiting.add(Settlement.delete(lease("first", "group")));
    later(() -> waiting.add(delete("later")));

    assertThat(next()).containsExactly("first");
  }

  @Test
  void in_a_hurry_there_is_no_wait() throws Exception {
    waiting.add(delete("done"));
    later(() -> waiting.add(delete("later")));

    assertThat(handles(waiting.next(() -> true))).containsExactly("done");
  }

  private List<String> next() throws InterruptedException {
    return handles(waiting.next(() -> false));
  }

  private static List<String> handles(List<Settlement> batch) {
    return batch.stream().map(settlement -> settlement.lease().handle()).toList();
  }

  private static void later(Runnable work) {
    CompletableFuture.delayedExecutor(LATER.toMillis(), TimeUnit.MILLISECONDS).execute(work);
  }

  private static Settlement delete(String handle) {
    return Settlement.delete(lease(handle, null));
  }

  private static Lease lease(String handle, String group) {
    Message.Builder message = Message.builder().receiptHandle(handle);
    if (group != null) {
      message.attributes(java.util.Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, group));
    }
    return new Lease(message.build(), "", group != null, 0, 0);
  }
}
