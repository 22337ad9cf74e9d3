package dev.caravan.model;

import dev.caravan.generation.Usage;
import java.math.BigDecimal;

/** The cost of an answer in US dollars, from the catalogue's price and the answer's usage. */
final class Cost {

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private Cost() {}

  /** The cost; null if the catalogue has no price for it. */
  static BigDecimal of(Model.Price price, Usage usage) {
    if (price.image() != null) {
      return price.image();
    }
    if (usage == null || price.inputTokens() == null || price.outputTokens() == null) {
      return null;
    }
    return price
        .inputTokens()
        .multiply(BigDecimal.valueOf(usage.inputTokens()))
        .add(price.outputTokens().multiply(BigDecimal.valueOf(usage.outputTokens())))
        .divide(THOUSAND)
        .stripTrailingZeros();
  }
}
