package dev.caravan.cli;

import dev.caravan.queue.SqsClients;
import dev.caravan.store.S3Clients;
import io.vertx.core.Vertx;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Loads the classes that a start needs late in parallel with those that it needs early: another
 * thread creates what the routes will create, and discards it.
 */
final class EarlyClasses {

  private EarlyClasses() {}

  static void load() {
    Thread loading = new Thread(EarlyClasses::make, "early-classes");
    loading.setDaemon(true);
    // Ignored here, because creating the real clients reports the same error.
    loading.setUncaughtExceptionHandler((thread, thrown) -> {});
    loading.start();
  }

  private static void make() {
    try (S3Client s3 = S3Clients.client();
        SqsClient sqs = SqsClients.client()) {
      S3Clients.presigner(s3).close();
    }
    Vertx.vertx().close();
  }
}
