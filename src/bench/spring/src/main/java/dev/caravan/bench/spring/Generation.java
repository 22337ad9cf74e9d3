package dev.caravan.bench.spring;

import java.math.BigDecimal;
import java.time.Instant;

/** The record, with the same fields as Caravan's; times are in ISO 8601. */
record Generation(
    int schema,
    String id,
    String state,
    String source,
    Prompt prompt,
    String fingerprint,
    String model,
    String aspectRatio,
    long seed,
    String messageId,
    int attempts,
    int modelCalls,
    Times times,
    Claim claim,
    Result result,
    BigDecimal costUsd) {

  static final String MODEL = "stability.stable-image-core-v1:1";

  record Prompt(String text) {}

  record Times(String received, String claimed, String invoked, String answered, String stored) {}

  record Claim(String owner, String expiresAt) {}

  record Result(String bucket, String key, String contentType, long bytes, String sha256) {}

  static Generation claimed(String id, String prompt, String owner, Instant now) {
    return new Generation(
        1,
        id,
        "running",
        "queue",
        new Prompt(prompt),
        Sha256.hex(prompt.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        MODEL,
        "1:1",
        Math.abs((long) id.hashCode()),
        id,
        1,
        0,
        new Times(now.toString(), now.toString(), null, null, null),
        new Claim(owner, now.plusSeconds(60).toString()),
        null,
        null);
  }

  Generation done(Result result, Instant invoked, Instant answered, Instant now) {
    return new Generation(
        schema,
        id,
        "done",
        source,
        prompt,
        fingerprint,
        model,
        aspectRatio,
        seed,
        messageId,
        attempts,
        1,
        new Times(
            times.received(),
            times.claimed(),
            invoked.toString(),
            answered.toString(),
            now.toString()),
        null,
        result,
        new BigDecimal("0.04"));
  }
}
