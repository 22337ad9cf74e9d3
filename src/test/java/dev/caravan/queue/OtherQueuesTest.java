package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

class OtherQueuesTest {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Queue<Object> answers = new ArrayDeque<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final OtherQueues queues =
      new OtherQueues(
          new SqsClient() {
            @Override
            public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
              Object answer = answers.remove();
              if (answer instanceof RuntimeException failure) {
                throw failure;
              }
              return (ReceiveMessageResponse) answer;
            }

            @Override
            public String serviceName() {
              return "sqs";
            }

            @Override
            public void close() {}
          },
          PAUSE);

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
  }

  @Test
  void an_unreadable_queue_is_logged_once_and_asked_again_after_a_pause() {
    answers.add(SdkClientException.create("Unable to execute HTTP request"));
    answers.add(QueueDoesNotExistException.builder().message("no such queue").build());
    answers.add(SdkClientException.create("Unable to execute HTTP request"));
    long start = System.nanoTime();

    for (int i = 0; i < 3; i++) {
      assertThat(receive("http://a").messages()).isEmpty();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(PAUSE.multipliedBy(3));
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("http://a", "Unable to execute HTTP request");
    assertThat(log.list.get(0).getThrowableProxy()).isNull();
  }

  @Test
  void a_queue_that_works_again_is_logged_and_gives_its_messages() {
    answers.add(SdkClientException.create("refused"));
    answers.add(messages("one"));
    answers.add(messages("two"));

    receive("http://a");

    assertThat(receive("http://a").messages()).extracting(Message::body).containsExactly("one");
    assertThat(receive("http://a").messages()).extracting(Message::body).containsExactly("two");
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .last()
        .isEqualTo("The queue http://a can be read again.");
    assertThat(log.list).hasSize(2);
  }

  @Test
  void each_queue_has_its_own_line() {
    answers.add(SdkClientException.create("refused"));
    answers.add(SdkClientException.create("refused"));

    receive("http://a");
    receive("http://b");

    assertThat(log.list).hasSize(2);
  }

  @Test
  void an_interrupted_wait_ends_at_once_so_that_a_stop_is_quick() {
    answers.add(SdkClientException.create("refused"));
    Thread.currentThread().interrupt();

    assertThat(receive("http://a").messages()).isEmpty();

    assertThat(Thread.interrupted()).isTrue();
  }

  private ReceiveMessageResponse receive(String url) {
    return queues.receive(ReceiveMessageRequest.builder().queueUrl(url).build());
  }

  private static ReceiveMessageResponse messages(String body) {
    return ReceiveMessageResponse.builder()
        .messages(List.of(Message.builder().body(body).build()))
        .build();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(OtherQueues.class);
  }
}
