package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class CamelS3ClientTest {

  // Used by this test only: a client of another test may still ask for its buckets after its close.
  private static final String IMAGES = "camel-s3-client-images";
  private static final String OTHERS = "camel-s3-client-others";

  /** S3 that answers only when the test lets it. */
  private static final class SlowS3 implements S3Client {

    private final CountDownLatch answers = new CountDownLatch(1);
    private final Queue<Thread> asking = new ConcurrentLinkedQueue<>();
    private RuntimeException failure;

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
      asking.add(Thread.currentThread());
      try {
        answers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw failure;
      }
      return HeadBucketResponse.builder().build();
    }

    /** Lets all calls answer, and waits until the calling threads have ended. */
    private void end() throws InterruptedException {
      answers.countDown();
      for (Thread thread : asking) {
        thread.join();
      }
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final SlowS3 slow = new SlowS3();
  private final DefaultCamelContext camel = withoutOtherBeans();
  private final Logger log = (Logger) LoggerFactory.getLogger(BucketCheckBesideStart.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    log.addAppender(logged);
    camel.getRegistry().bind("camelS3Client", new CamelS3Client(() -> slow));
  }

  private static DefaultCamelContext withoutOtherBeans() {
    DefaultCamelContext camel = new DefaultCamelContext(false);
    camel.getGlobalOptions().put("caravan.beans.enabled", "false");
    camel.build();
    return camel;
  }

  @AfterEach
  void stop() throws Exception {
    slow.answers.countDown();
    log.detachAppender(logged);
    camel.close();
  }

  @Test
  void an_endpoint_starts_without_an_answer_of_s3_and_each_bucket_is_asked_for_once()
      throws Exception {
    // Would not return before the latch is open.
    start("aws2-s3:" + IMAGES);
    start("aws2-s3:" + IMAGES + "?operation=getObject");
    start("aws2-s3:" + OTHERS);

    await().until(() -> slow.asking.size() == 2);
    slow.end();
    assertThat(messages()).isEmpty();
  }

  @Test
  void a_client_that_is_closed_before_the_answer_warns_of_nothing() throws Exception {
    slow.failure = new IllegalStateException("Connection pool shut down");
    start("aws2-s3:" + IMAGES);
    await().until(() -> slow.asking.size() == 1);

    slow.end();

    assertThat(messages()).isEmpty();
  }

  @Test
  void the_component_gets_this_client_even_if_it_would_find_another_by_its_type() throws Exception {
    S3Client plain = new SlowS3();
    camel.getRegistry().bind("s3", plain);

    AWS2S3Component component = camel.getComponent("aws2-s3", AWS2S3Component.class);

    assertThat(component.getConfiguration().getAmazonS3Client())
        .isInstanceOf(BucketCheckBesideStart.class);
  }

  @ParameterizedTest
  @CsvSource({"301, another region", "403, s3:ListBucket", "404, BUCKET_NAME", "503, store"})
  void what_s3_says_is_told_with_what_it_means(int status, String meaning) throws Exception {
    fail(S3Exception.builder().statusCode(status).message("No").build());

    assertThat(messages().get(0)).contains(String.valueOf(status), IMAGES, meaning);
  }

  @Test
  void that_s3_is_not_reached_is_told() throws Exception {
    fail(SdkClientException.create("Connection refused"));

    assertThat(messages().get(0)).contains(IMAGES, "Connection refused");
  }

  private void fail(RuntimeException failure) throws Exception {
    slow.failure = failure;
    slow.answers.countDown();
    start("aws2-s3:" + IMAGES);
    await().until(() -> !messages().isEmpty());
  }

  private void start(String uri) throws Exception {
    camel.getEndpoint(uri).start();
  }

  private List<String> messages() {
    return List.copyOf(logged.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(IMAGES) || message.contains(OTHERS))
        .toList();
  }
}
