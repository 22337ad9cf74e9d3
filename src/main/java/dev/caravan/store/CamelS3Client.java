package dev.caravan.store;

import java.util.function.Supplier;
import org.apache.camel.Component;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.spi.ComponentCustomizer;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Gives Camel's component {@code aws2-s3} a client of its own, with which endpoints start without
 * waiting for S3. Everything else uses the plain client. A route that needs the answer of the
 * operation {@code headBucket} must set {@code amazonS3Client} on its endpoint.
 */
public final class CamelS3Client implements ComponentCustomizer {

  private final Supplier<S3Client> s3;

  /**
   * @param s3 the plain client; called only if a route uses the component
   */
  public CamelS3Client(Supplier<S3Client> s3) {
    this.s3 = s3;
  }

  @Override
  public boolean isEnabled(String name, Component component) {
    return component instanceof AWS2S3Component;
  }

  @Override
  public void configure(String name, Component component) {
    ((AWS2S3Component) component)
        .getConfiguration()
        .setAmazonS3Client(new BucketCheckBesideStart(s3.get()));
  }
}
