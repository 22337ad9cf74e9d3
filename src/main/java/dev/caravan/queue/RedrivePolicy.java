package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The queue's attribute {@code RedrivePolicy}: when SQS moves a message by itself, and where to.
 *
 * @param maxReceiveCount receives after which SQS moves a message, 1 or more
 * @param deadLetterArn the ARN of the queue to which SQS moves it; empty if the policy has none
 */
public record RedrivePolicy(int maxReceiveCount, String deadLetterArn) {

  /** Below this limit, a single crash can use up the receives of a message. */
  static final int LOW = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param otherwise the limit if the policy names none
   * @throws JsonProcessingException if the attribute is not JSON
   */
  static RedrivePolicy read(String attribute, int otherwise) throws JsonProcessingException {
    JsonNode policy = JSON.readTree(attribute);
    return new RedrivePolicy(
        Math.max(1, policy.path("maxReceiveCount").asInt(otherwise)),
        policy.path("deadLetterTargetArn").asText());
  }

  /**
   * Reads the attribute as SQS returns it.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public static RedrivePolicy of(String attribute) {
    try {
      return read(attribute, 1);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The redrive policy is not JSON: " + attribute, e);
    }
  }

  /** True if SQS may move messages without a reason when an instance is killed. */
  public boolean isLow() {
    return maxReceiveCount < LOW;
  }

  /** The name of the queue to which SQS moves messages. */
  public String deadLetterQueue() {
    return deadLetterArn.substring(deadLetterArn.lastIndexOf(':') + 1);
  }
}
