package dev.caravan.routes.delivery;

import java.util.UUID;

/**
 * The name of an instance in reports: its host, and a part that is new at each start.
 *
 * @param text letters, digits, {@code .}, {@code _} and {@code -}
 */
public record InstanceName(String text) {

  private static final int LONGEST_HOST = 80;

  /**
   * @param host its name as the platform sets it; null if it sets none
   */
  public static InstanceName of(String host) {
    String plain =
        host == null || host.isBlank()
            ? "caravan"
            : host.strip().replaceAll("[^A-Za-z0-9._-]", "-");
    String start = plain.length() > LONGEST_HOST ? plain.substring(0, LONGEST_HOST) : plain;
    return new InstanceName(start + "-" + UUID.randomUUID().toString().substring(0, 6));
  }
}
