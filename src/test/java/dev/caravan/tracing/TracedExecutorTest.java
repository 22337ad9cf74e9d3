package dev.caravan.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Work on the executor's threads keeps the prompt's trace and log fields. */
class TracedExecutorTest {

  private final Traces traces = new Traces();
  private final TracedExecutor alongside = new TracedExecutor(traces);

  @AfterEach
  void stop() {
    traces.leave();
    MDC.clear();
    alongside.close();
  }

  @Test
  void it_is_on_another_thread_in_the_same_trace_and_under_the_same_name() {
    TraceSpan span = traces.begin(Optional.empty(), "POST /generate", TraceSpan.Kind.SERVER);
    MDC.put("generation", "g-1");

    CompletableFuture.runAsync(
            () -> {
              assertThat(Thread.currentThread().getName()).startsWith("alongside-");
              assertThat(traces.current()).containsSame(span);
              assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("generation", "g-1"));
            },
            alongside)
        .join();
  }

  @Test
  void nothing_of_it_is_left_for_the_next() {
    traces.begin(Optional.empty(), "POST /generate", TraceSpan.Kind.SERVER);
    MDC.put("generation", "g-1");
    String first = seen().thread();
    traces.leave();
    MDC.clear();

    // The pool may not have it back at once.
    Seen later = await().until(this::seen, seen -> seen.thread().equals(first));

    assertThat(later.ofNobody()).isTrue();
  }

  @Test
  void after_the_close_it_is_done_by_the_thread_that_has_it() {
    TraceSpan span = traces.begin(Optional.empty(), "POST /generate", TraceSpan.Kind.SERVER);
    MDC.put("generation", "g-1");
    alongside.close();

    assertThat(seen().thread()).isEqualTo(Thread.currentThread().getName());

    assertThat(traces.current()).containsSame(span);
    assertThat(MDC.get("generation")).isEqualTo("g-1");
  }

  private record Seen(String thread, boolean ofNobody) {}

  private Seen seen() {
    return CompletableFuture.supplyAsync(
            () ->
                new Seen(
                    Thread.currentThread().getName(),
                    traces.current().isEmpty() && MDC.get("generation") == null),
            alongside)
        .join();
  }
}
