package dev.caravan.cli;

import dev.caravan.queue.SqsClients;
import dev.caravan.store.S3Clients;
import io.vertx.core.Vertx;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Has the classes that a start needs late loaded beside those that it needs early: what the routes
 * will make is made on another thread, and thrown away.
 */
final class EarlyClasses {

  private EarlyClasses() {}

  static void load() {
    Thread loading = new Thread(EarlyClasses::make, "early-classes");
    loading.setDaemon(true);
    // Whatever is wrong with a setting is said by those who make the real ones.
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
