package dev.caravan.pace;

import dev.caravan.failure.AnswerKind;
import dev.caravan.failure.Evidence;
import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.FailureRow;
import dev.caravan.failure.Sender;
import dev.caravan.failure.Trouble;
import dev.caravan.failure.Verdict;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Decides, after each model call, what the call shows about the prompt and about the model. */
final class Judge {

  private final FailurePolicy policy;

  Judge(FailurePolicy policy) {
    this.policy = policy;
  }

  /**
   * @param exchange with the exception that the call failed with, if it failed
   */
  void judge(Generation generation, Permit permit, Exchange exchange) {
    Lane lane = permit.lane();
    if (exchange.getProperty(Exchange.EXCEPTION_CAUGHT) == null) {
      lane.succeeded(generation.prompt(), sender(generation, exchange), permit);
      return;
    }
    Verdict verdict = policy.verdict(exchange);
    if (policy.isAmbiguous(exchange)) {
      weigh(generation, permit, exchange, verdict);
    } else if (verdict.row().isFinal()) {
      // The model looked at the prompt and refused it, so the model works.
      lane.answered(permit);
    } else if (verdict.row().pausing().what() == FailureRow.Paused.LANE) {
      pauseIfEnough(generation.prompt(), sender(generation, exchange), permit, verdict);
    }
  }

  /** The rules do not know whose fault it is; the evidence of other prompts may. */
  private void weigh(Generation generation, Permit permit, Exchange exchange, Verdict verdict) {
    Lane lane = permit.lane();
    Evidence.Finding finding =
        lane.refused(
            generation.prompt(),
            sender(generation, exchange),
            AnswerKind.of(verdict.cause()),
            refusedBefore(generation));
    if (finding == Evidence.Finding.PROMPT) {
      policy.decide(exchange, Reason.INVALID_PROMPT);
    } else if (finding == Evidence.Finding.MODEL || verdict.isPresumed()) {
      policy.decide(exchange, Reason.MODEL_UNUSABLE);
      lane.pause(Trouble.of(Reason.MODEL_UNUSABLE, verdict.cause()), permit);
    }
  }

  /** The caller by HTTP, or the sender of the message; null if neither is known. */
  private static String sender(Generation generation, Exchange exchange) {
    return generation.caller() != null
        ? generation.caller()
        : Sender.of(
            exchange.getMessage().getHeader("MessageGroupId", String.class),
            exchange.getMessage().getHeader("SenderId", String.class));
  }

  /** Another instance may have seen the first refusal; then the record says so. */
  private static Optional<Instant> refusedBefore(Generation generation) {
    return Optional.ofNullable(generation.failure())
        .filter(failure -> failure.reason() == Reason.REFUSED)
        .map(Failure::at);
  }

  private static void pauseIfEnough(Prompt prompt, String sender, Permit permit, Verdict verdict) {
    Lane lane = permit.lane();
    // A failure that ends only this prompt may be the prompt's own.
    int enough = verdict.isFinalByItself() ? Evidence.ENOUGH : verdict.row().pausing().inARow();
    int different = lane.inARow(prompt, sender, verdict.reason().name());
    if (permit.isTrial() || different >= enough) {
      lane.pause(Trouble.of(verdict.reason(), verdict.cause()), permit);
    }
  }
}
