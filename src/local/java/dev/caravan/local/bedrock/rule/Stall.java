package dev.caravan.local.bedrock.rule;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Holds the call and then answers as usual, or holds it forever. */
public record Stall(Duration hold) implements Action {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  public Stall {
    if (hold.isNegative() || hold.isZero()) {
      throw new InvalidRule("stall: found " + hold + ", allowed: more than 0");
    }
  }

  public static Stall forever() {
    return new Stall(FOREVER);
  }

  public boolean isForever() {
    return hold.equals(FOREVER);
  }

  @Override
  public String action() {
    return "stall";
  }
}
