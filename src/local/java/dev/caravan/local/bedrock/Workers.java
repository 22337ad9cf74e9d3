package dev.caravan.local.bedrock;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the server's threads; none of them keeps a JVM alive. */
final class Workers implements ThreadFactory {

  private final AtomicInteger count = new AtomicInteger();

  /** One thread for each call under way, so that a held one stands in nobody's way. */
  static ExecutorService growing() {
    return Executors.newCachedThreadPool(new Workers());
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "local-bedrock-" + count.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
