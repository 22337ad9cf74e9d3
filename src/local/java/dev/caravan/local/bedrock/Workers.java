package dev.caravan.local.bedrock;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates the server's threads. They have names, and none of them keeps a JVM alive. */
final class Workers implements ThreadFactory {

  private final AtomicInteger count = new AtomicInteger();

  /** One thread per call, so that a held call does not block others. */
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
