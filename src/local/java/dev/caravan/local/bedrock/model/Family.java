package dev.caravan.local.bedrock.model;

import dev.caravan.local.bedrock.rule.Operation;

/** Models that share a request, a response and a way of refusing. */
public sealed interface Family permits AmazonImages, ConverseText, StabilityImages {

  /** The only operation that the family answers. */
  Operation operation();

  /** What comes out of it, as GetFoundationModel says it. */
  String outputModality();

  /** Answers, or throws a {@link Refusal}. */
  Reply answer(Task task);
}
