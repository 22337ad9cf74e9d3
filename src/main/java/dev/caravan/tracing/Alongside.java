package dev.caravan.tracing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/**
 * Threads for what is done for a prompt while its own thread goes on: in its trace, and named as it
 * is in the log. As many as prompts in work need, and gone after a minute without any.
 */
public final class Alongside implements Executor, AutoCloseable {

  private final Traces traces;
  private final AtomicLong number = new AtomicLong();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "alongside-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  public Alongside(Traces traces) {
    this.traces = traces;
  }

  @Override
  public void execute(Runnable work) {
    Optional<TraceSpan> span = traces.current();
    Map<String, String> fields = MDC.getCopyOfContextMap();
    threads.execute(
        () -> {
          span.ifPresent(traces::enter);
          if (fields != null) {
            MDC.setContextMap(fields);
          }
          try {
            work.run();
          } finally {
            MDC.clear();
            traces.leave();
          }
        });
  }

  /** What is in work is finished. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
