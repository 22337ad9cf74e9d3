package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.Usage;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The facts about a result that are stored as the S3 object's metadata. They are enough to complete
 * the record if the process that stored the result died. They contain no part of the prompt.
 */
record ResultFacts(
    Result result, String model, Long seed, Usage usage, BigDecimal costUsd, String stopReason) {

  private static final String STOP_REASON = "stop-reason";

  static ResultFacts of(Generation generation, Result result) {
    return new ResultFacts(
        result,
        generation.model(),
        generation.seed(),
        generation.usage(),
        generation.costUsd(),
        generation.stopReason());
  }

  static ResultFacts from(
      String bucket, String key, String contentType, long bytes, Map<String, String> metadata) {
    return new ResultFacts(
        new Result(bucket, key, contentType, bytes, metadata.get(HeaderChecksums.SHA256)),
        metadata.get("model"),
        metadata.containsKey("seed") ? Long.valueOf(metadata.get("seed")) : null,
        metadata.containsKey("input-tokens")
            ? new Usage(
                Long.parseLong(metadata.get("input-tokens")),
                Long.parseLong(metadata.get("output-tokens")))
            : null,
        metadata.containsKey("cost-usd") ? new BigDecimal(metadata.get("cost-usd")) : null,
        metadata.get(STOP_REASON));
  }

  Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(HeaderChecksums.SHA256, result.sha256());
    metadata.put("model", model);
    if (seed != null) {
      metadata.put("seed", seed.toString());
    }
    if (usage != null) {
      metadata.put("input-tokens", String.valueOf(usage.inputTokens()));
      metadata.put("output-tokens", String.valueOf(usage.outputTokens()));
    }
    if (costUsd != null) {
      metadata.put("cost-usd", costUsd.toPlainString());
    }
    if (stopReason != null) {
      metadata.put(STOP_REASON, stopReason);
    }
    return metadata;
  }

  Generation onto(Generation generation) {
    return generation.recovered(result, seed, usage, costUsd, stopReason);
  }
}
