package dev.caravan.failure;

/** The sender of a message, as far as SQS says who it is. */
public final class Sender {

  private Sender() {}

  /**
   * @param group the message's {@code MessageGroupId}; null if it has none
   * @param senderId the message's {@code SenderId}: an AWS id, and after a colon the name of a
   *     session; null if it is not known
   * @return the group, otherwise the id without the session; null if neither is known
   */
  public static String of(String group, String senderId) {
    if (group != null) {
      return group;
    }
    return senderId == null ? null : senderId.replaceFirst(":.*", "");
  }
}
