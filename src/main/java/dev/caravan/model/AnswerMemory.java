package dev.caravan.model;

import dev.caravan.memory.ByteBudget;
import dev.caravan.memory.Hold;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;

/**
 * The memory that a prompt's answer occupies, from the moment when its length is known until its
 * bytes are dropped. A call takes none before: it would have to take as much as the largest answer
 * needs, ten times what most need, for as long as the model works.
 */
public final class AnswerMemory {

  /**
   * Bytes that an image's answer needs for each of its own: the JSON, and the image that is decoded
   * from it, which is three quarters of that; or both halves of an answer that is copied because
   * its length was unknown.
   */
  private static final int PER_BYTE_OF_IMAGE = 2;

  /** The same for a text, of which the SDK, Camel and Caravan make a string each. */
  private static final int PER_BYTE_OF_TEXT = 6;

  /** With this attribute, the request of a call carries the prompt's hold. */
  static final ExecutionAttribute<Hold> OF_CALL = new ExecutionAttribute<>("dev.caravan.Hold");

  private static final String VARIABLE = "_answerMemory";

  private final ByteBudget budget;

  AnswerMemory(ByteBudget budget) {
    this.budget = budget;
  }

  /**
   * The memory that an answer needs while it is read, in bytes.
   *
   * @param length of the answer's body
   */
  static long needed(Family family, long length) {
    return length * (family.isText() ? PER_BYTE_OF_TEXT : PER_BYTE_OF_IMAGE);
  }

  /** The exchange's hold, which is given back at the exchange's end at the latest. */
  Hold of(Exchange exchange) {
    Hold held = exchange.getVariable(VARIABLE, Hold.class);
    if (held != null) {
      // The bytes of the call before are dropped with its variables.
      held.close();
      return held;
    }
    Hold hold = budget.hold();
    exchange.setVariable(VARIABLE, hold);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                hold.close();
              }
            });
    return hold;
  }

  /** The answer is decoded, and only its content is left. */
  static void keep(long bytes, Exchange exchange) {
    Hold hold = exchange.getVariable(VARIABLE, Hold.class);
    if (hold != null) {
      hold.keep(bytes);
    }
  }

  /** Gives the memory back, because no variable refers to the answer any more. */
  static void release(Exchange exchange) {
    keep(0, exchange);
  }
}
