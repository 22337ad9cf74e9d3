package dev.caravan.queue;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Keeps message attributes and Camel headers apart. In Camel 4.18.0, an attribute named {@code
 * CamelAwsS3Key} would set the key of the S3 step, which evaluates it as an expression: anyone who
 * may send a message could run code (CAMEL-23506).
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
