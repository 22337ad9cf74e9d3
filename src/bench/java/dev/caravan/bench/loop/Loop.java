package dev.caravan.bench.loop;

import dev.caravan.model.Catalogue;

/**
 * The hand-written loop as a program. It has Caravan's settings. If {@value #TUNED} follows the
 * catalogue's file, it uses Caravan's S3 client.
 */
public final class Loop {

  public static final String TUNED = "tuned";

  private Loop() {}

  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          thrown.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    boolean tuned = arguments.length > 1 && arguments[1].equals(TUNED);
    Aws aws = tuned ? Aws.withCaravansS3() : Aws.fromEnvironment();
    Job job = new Job(aws, System.getenv("BUCKET_NAME"), Catalogue.read(arguments[0]));
    new Consumer(
            aws,
            System.getenv("SQS_QUEUE_URL"),
            job,
            Integer.parseInt(System.getenv("CARAVAN_QUEUE_CONSUMERS")))
        .start();
    System.err.println("Ready: HTTP on port " + new HttpEntrance(aws, job).start() + ", by hand.");
  }
}
