package dev.caravan.bench.run;

/** How prompts arrive. */
public enum Entrance {
  QUEUE,
  HTTP
}
