package dev.caravan.budget;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.math.BigDecimal;

/** The day's budget is used up; the model was not called. */
public final class BudgetUsedUpException extends ReasonedException {

  BudgetUsedUpException(BigDecimal usdPerDay) {
    super(Reason.QUOTA, message(usdPerDay), null);
  }

  static String message(BigDecimal usdPerDay) {
    return "Today's budget of $%s is used up; models are called again from 00:00 UTC."
        .formatted(usdPerDay.toPlainString());
  }
}
