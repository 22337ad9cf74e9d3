package dev.caravan.queue;

import java.util.function.IntSupplier;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Which lane a message belongs to, and how many messages of a lane may be in progress. A lane is
 * one model in one region. A message whose lane has no room waits without a worker, so that the
 * messages of other lanes go past it.
 */
public interface Lanes {

  /**
   * The lane of a message, for example {@code model@region}. Never throws: a message that can't be
   * read has a lane as well. The number of lanes must be small, because Caravan remembers each.
   */
  String of(Message message);

  /**
   * How many messages of the lane may be in progress now. This runs several times per message and
   * must not block.
   *
   * @return 0 if the lane is paused
   */
  int room(String lane);

  /**
   * One lane for all messages.
   *
   * @param room number of messages that may be in progress now; at least one always may be
   */
  static Lanes single(IntSupplier room) {
    return new Lanes() {
      @Override
      public String of(Message message) {
        return "";
      }

      @Override
      public int room(String lane) {
        return Math.max(1, room.getAsInt());
      }
    };
  }
}
