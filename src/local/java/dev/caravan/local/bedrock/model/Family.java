package dev.caravan.local.bedrock.model;

import dev.caravan.local.bedrock.rule.Operation;

/** Models that have the same format of requests and responses and refuse in the same way. */
public sealed interface Family permits AmazonImages, ConverseText, StabilityImages {

  /** The only operation that the family answers. */
  Operation operation();

  /** The output modality that GetFoundationModel reports. */
  String outputModality();

  /** Answers, or throws a {@link Refusal}. */
  Reply answer(Task task);
}
