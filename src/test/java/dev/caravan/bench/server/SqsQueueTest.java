package dev.caravan.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqsQueueTest {

  private final SqsQueue queue = new SqsQueue();

  @BeforeEach
  void one_message() {
    queue.send(new SqsQueue.Entry("a", "body", "md5", 0));
  }

  @Test
  void a_received_message_is_hidden_until_its_time_is_over() {
    assertThat(queue.receive(10, 1_000, 0)).hasSize(1);

    assertThat(queue.expire(999)).isFalse();
    assertThat(queue.receive(10, 1_000, 999)).isEmpty();
    assertThat(queue.expire(1_000)).isTrue();
    assertThat(queue.receive(10, 1_000, 1_000))
        .singleElement()
        .extracting(e -> e.receives)
        .isEqualTo(2);
    assertThat(queue.expired()).isEqualTo(1);
  }

  @Test
  void an_extended_message_stays_hidden() {
    String handle = queue.receive(1, 1_000, 0).get(0).handle;

    assertThat(queue.changeVisibility(handle, 5_000, 900)).isTrue();

    assertThat(queue.expire(5_000)).isFalse();
  }

  @Test
  void a_message_returned_with_a_delay_comes_again_after_it_and_has_not_expired() {
    String handle = queue.receive(1, 1_000, 0).get(0).handle;

    assertThat(queue.changeVisibility(handle, 500, 10)).isTrue();

    assertThat(queue.expire(509)).isFalse();
    assertThat(queue.expire(510)).isTrue();
    assertThat(queue.delayed()).isEqualTo(1);
    assertThat(queue.expired()).isZero();
  }

  @Test
  void an_extended_message_that_nobody_deletes_expires() {
    String handle = queue.receive(1, 1_000, 0).get(0).handle;
    queue.changeVisibility(handle, 500, 10);
    queue.changeVisibility(handle, 1_000, 20);

    assertThat(queue.expire(1_020)).isTrue();

    assertThat(queue.expired()).isEqualTo(1);
    assertThat(queue.delayed()).isZero();
  }

  @Test
  void a_message_given_back_comes_again_at_once_and_its_old_handle_is_invalid() {
    String handle = queue.receive(1, 1_000, 0).get(0).handle;

    assertThat(queue.changeVisibility(handle, 0, 10)).isTrue();

    assertThat(queue.givenBack()).isEqualTo(1);
    assertThat(queue.delete(handle)).isFalse();
    assertThat(queue.receive(1, 1_000, 20)).hasSize(1);
  }

  @Test
  void a_deleted_message_never_comes_again() {
    String handle = queue.receive(1, 1_000, 0).get(0).handle;

    assertThat(queue.delete(handle)).isTrue();

    assertThat(queue.expire(10_000)).isFalse();
    assertThat(queue.deleted()).isEqualTo(1);
    assertThat(queue.outside()).isZero();
  }
}
