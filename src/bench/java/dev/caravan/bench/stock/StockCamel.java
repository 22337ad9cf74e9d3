package dev.caravan.bench.stock;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.bench.job.Answers;
import dev.caravan.bench.job.Records;
import dev.caravan.model.Catalogue;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.main.Main;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The same job with the default options of Camel's components. Each consumer thread asks for ten
 * messages with a long poll, which is more than the defaults do.
 */
public final class StockCamel {

  private StockCamel() {}

  /**
   * @param arguments the catalogue's file
   */
  public static void main(String[] arguments) throws Exception {
    int port = freePort();
    String bucket = System.getenv("BUCKET_NAME");
    S3Client s3 = s3();
    // Caravan's jar is on the class path too.
    System.setProperty("caravan.beans.enabled", "false");
    Main main = new Main();
    // Caravan's own properties may also be on the class path; do not read those.
    main.setDefaultPropertyPlaceholderLocation("classpath:dev/caravan/bench/stock.properties");
    main.addInitialProperty("camel.server.port", String.valueOf(port));
    main.bind("s3", s3);
    main.configure()
        .addRoutesBuilder(
            new Routes(
                new Records(s3, bucket),
                new Answers(S3Presigner.builder().s3Client(s3).build()),
                bucket,
                Catalogue.read(arguments[0])));
    main.start();
    System.err.println("Ready: HTTP on port " + port + ", stock Camel.");
    Thread.currentThread().join();
  }

  /** The same S3 client as the first loop's. */
  private static S3Client s3() {
    return S3Client.builder()
        .forcePathStyle(true)
        .httpClientBuilder(
            SdkDefaults.httpClient().maxConnections(200).expectContinueEnabled(false))
        .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
        .build();
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
