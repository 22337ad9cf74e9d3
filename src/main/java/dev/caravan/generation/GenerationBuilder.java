package dev.caravan.generation;

import java.math.BigDecimal;

/** Makes a changed copy of a {@link Generation}; only that class uses it. */
final class GenerationBuilder {

  private final Generation from;
  private String id;
  private State state;
  private String caller;
  private String model;
  private String aspectRatio;
  private Long seed;
  private String messageId;
  private int attempts;
  private int modelCalls;
  private Times times;
  private Claim claim;
  private Result result;
  private Usage usage;
  private BigDecimal costUsd;
  private String stopReason;
  private Failure failure;
  private String version;

  GenerationBuilder(Generation from) {
    this.from = from;
    this.id = from.id();
    this.state = from.state();
    this.caller = from.caller();
    this.model = from.model();
    this.aspectRatio = from.aspectRatio();
    this.seed = from.seed();
    this.messageId = from.messageId();
    this.attempts = from.attempts();
    this.modelCalls = from.modelCalls();
    this.times = from.times();
    this.claim = from.claim();
    this.result = from.result();
    this.usage = from.usage();
    this.costUsd = from.costUsd();
    this.stopReason = from.stopReason();
    this.failure = from.failure();
    this.version = from.version();
  }

  GenerationBuilder id(String next) {
    id = next;
    return this;
  }

  GenerationBuilder state(State next) {
    state = next;
    return this;
  }

  GenerationBuilder caller(String next) {
    caller = next;
    return this;
  }

  GenerationBuilder aspectRatio(String next) {
    aspectRatio = next;
    return this;
  }

  GenerationBuilder model(String next) {
    model = next;
    return this;
  }

  GenerationBuilder seed(Long next) {
    seed = next;
    return this;
  }

  GenerationBuilder messageId(String next) {
    messageId = next;
    return this;
  }

  GenerationBuilder attempts(int next) {
    attempts = next;
    return this;
  }

  GenerationBuilder modelCalls(int next) {
    modelCalls = next;
    return this;
  }

  GenerationBuilder times(Times next) {
    times = next;
    return this;
  }

  GenerationBuilder claim(Claim next) {
    claim = next;
    return this;
  }

  GenerationBuilder result(Result next) {
    result = next;
    return this;
  }

  GenerationBuilder usage(Usage next) {
    usage = next;
    return this;
  }

  GenerationBuilder costUsd(BigDecimal next) {
    costUsd = next;
    return this;
  }

  GenerationBuilder stopReason(String next) {
    stopReason = next;
    return this;
  }

  GenerationBuilder failure(Failure next) {
    failure = next;
    return this;
  }

  GenerationBuilder version(String next) {
    version = next;
    return this;
  }

  Generation build() {
    return new Generation(
        from.schema(),
        id,
        state,
        from.source(),
        caller,
        from.prompt(),
        from.fingerprint(),
        model,
        aspectRatio,
        seed,
        messageId,
        attempts,
        modelCalls,
        times,
        claim,
        result,
        usage,
        costUsd,
        stopReason,
        failure,
        version);
  }
}
