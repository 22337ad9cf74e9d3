package dev.caravan.bench.run;

/** How prompts come in. */
public enum Entrance {
  QUEUE,
  HTTP
}
