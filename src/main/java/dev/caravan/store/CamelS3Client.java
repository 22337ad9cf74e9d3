package dev.caravan.store;

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

  private final S3Client s3;

  public CamelS3Client(S3Client s3) {
    this.s3 = new BucketCheckBesideStart(s3);
  }

  @Override
  public boolean isEnabled(String name, Component component) {
    return component instanceof AWS2S3Component;
  }

  @Override
  public void configure(String name, Component component) {
    ((AWS2S3Component) component).getConfiguration().setAmazonS3Client(s3);
  }
}
