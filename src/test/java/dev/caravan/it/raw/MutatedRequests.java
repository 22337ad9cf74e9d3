package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.it.RunningCaravan.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.LoggerFactory;

/**
 * Thousands of requests with random faults, as raw bytes. Whatever a client sends, it is no failure
 * of the server: no 5xx, except 501 for a method that nobody knows, and no line at ERROR. No line
 * of Netty, Vert.x or Camel repeats what was sent.
 */
final class MutatedRequests {

  private static final long SEED = 20_261_128;
  private static final int CLIENTS = 128;

  /** Many requests are incomplete, and the server waits for their end. */
  private static final long PATIENCE_MILLIS = 700;

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  private MutatedRequests() {}

  static void check(int count, Running caravan) throws Exception {
    MutatedRequests requests = new MutatedRequests();
    requests.log.start();
    requests.root.addAppender(requests.log);
    try {
      requests.send(count, caravan);
    } finally {
      requests.root.detachAppender(requests.log);
    }
  }

  private void send(int count, Running caravan) throws Exception {
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    Map<Boolean, RawHttp> ports =
        Map.of(
            true, new RawHttp(caravan.service().managementPort(), PATIENCE_MILLIS),
            false, new RawHttp(caravan.service().httpPort(), PATIENCE_MILLIS));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        Mutation mutation = new Mutation(SEED, number);
        RawHttp port = ports.get(number % 4 == 0);
        sent.add(clients.submit(() -> wrong.addAll(failures(mutation, port))));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } finally {
      clients.shutdownNow();
    }

    assertThat(wrong).isEmpty();
    List<ILoggingEvent> lines = List.copyOf(log.list);
    assertThat(lines)
        .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.ERROR))
        .extracting(MutatedRequests::text)
        .isEmpty();
    assertThat(lines)
        .extracting(MutatedRequests::text)
        .allSatisfy(text -> assertThat(text).doesNotContain(Mutation.SECRET));
    assertThat(
            caravan
                .api()
                .generate("{\"prompt\":\"after all\",\"model\":\"amazon.nova-lite-v1:0\"}")
                .status())
        .isEqualTo(200);
    assertThat(caravan.management().get("/observe/health").status()).isEqualTo(200);
  }

  private static List<String> failures(Mutation mutation, RawHttp port) {
    return port.send(mutation.request()).answers().stream()
        .filter(answer -> answer.status() >= 500 && answer.status() != 501)
        .map(answer -> mutation.number() + ": " + mutation + "\n" + answer)
        .toList();
  }

  private static String text(ILoggingEvent line) {
    return line.getLoggerName()
        + " "
        + line.getFormattedMessage()
        + " "
        + (line.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(line.getThrowableProxy()));
  }
}
