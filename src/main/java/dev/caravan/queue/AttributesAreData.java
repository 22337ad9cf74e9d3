package dev.caravan.queue;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets no message attribute become a Camel header, and no header an attribute. In Camel 4.18.0 an
 * attribute named {@code CamelAwsS3Key} would steer the S3 step, which evaluates it as an
 * expression: remote code for anyone who may send (CAMEL-23506).
 */
public final class AttributesAreData implements HeaderFilterStrategy {

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return true;
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return true;
  }
}
