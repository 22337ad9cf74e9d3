package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.Sha256;
import dev.caravan.generation.Usage;
import dev.caravan.model.Answer;
import dev.caravan.model.Models;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.s3.S3Client;

/** The route steps that store a result, and the URL from which a caller may fetch it. */
public final class Results {

  private final String bucket;
  private final ResultKeys keys;
  private final StoredResults stored;
  private final ResultUrls urls;

  public Results(S3Client s3, ResultUrls urls, String bucket, ResultKeys keys) {
    this.bucket = bucket;
    this.keys = keys;
    this.stored = new StoredResults(s3, bucket, keys);
    this.urls = urls;
  }

  /**
   * Prepares the S3 step: sets the variables {@code result} ({@link Result}), {@code content} (the
   * bytes), and {@code _key}, {@code _contentType} and {@code _metadata} (the object's). The route
   * does not read these from {@code result}, because Camel copies the exchange for each property of
   * a variable.
   */
  public Generation name(Generation generation, Exchange exchange) {
    Answer answer = exchange.getVariable("answer", Answer.class);
    Result result =
        new Result(
            bucket,
            keys.of(generation.id(), answer.contentType()),
            answer.contentType(),
            answer.bytes().length,
            Sha256.of(answer.bytes()).hex());
    exchange.setVariable("result", result);
    exchange.setVariable("content", answer.bytes());
    Map<String, String> metadata = ResultFacts.of(generation, result).toMetadata();
    metadata.put(FirstResultStays.FINGERPRINT, generation.fingerprint());
    exchange.setVariable("_key", result.key());
    exchange.setVariable("_contentType", result.contentType());
    exchange.setVariable("_metadata", metadata);
    return generation;
  }

  /**
   * Takes over the result that another owner of the same prompt stored first: sets the variable
   * {@code result} to it, and returns the generation with its facts.
   */
  public Generation adopt(Exchange exchange) {
    StoredByAnotherException other =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, StoredByAnotherException.class);
    exchange.setVariable("result", other.stored().result());
    Generation claimed = exchange.getVariable("generation", Generation.class);
    // Our own calls were made, too, and their answer is dropped.
    Generation adopted = other.stored().onto(claimed);
    return adopted
        .withModelCalls(exchange.getVariable(Models.CALLS, claimed.modelCalls(), Integer.class))
        .spent(
            Usage.sum(adopted.usage(), ownUsage(claimed, exchange)),
            sum(adopted.costUsd(), ownCost(claimed, exchange)));
  }

  /** Of the calls since this claim. Both owners' sums include what was spent before. */
  private static Usage ownUsage(Generation claimed, Exchange exchange) {
    Usage all = exchange.getVariable(Models.USAGE, Usage.class);
    return all == null ? null : all.minus(claimed.usage());
  }

  private static BigDecimal ownCost(Generation claimed, Exchange exchange) {
    BigDecimal all = exchange.getVariable(Models.COST, BigDecimal.class);
    return all == null || claimed.costUsd() == null ? all : all.subtract(claimed.costUsd());
  }

  private static BigDecimal sum(BigDecimal one, BigDecimal other) {
    return one == null || other == null ? (one == null ? other : one) : one.add(other);
  }

  /**
   * Finds the result of an earlier attempt that stored it but ended before it changed the record,
   * so that the result is not paid for again. The first attempt does not ask S3.
   */
  public Generation recover(Generation generation) {
    return generation.attempts() > 1
        ? stored.find(generation.id()).map(facts -> recovered(generation, facts)).orElse(generation)
        : generation;
  }

  /** The call that this claim has reserved is not needed. */
  private static Generation recovered(Generation generation, ResultFacts facts) {
    return facts.onto(generation).withModelCalls(Math.max(0, generation.modelCalls() - 1));
  }

  /** A presigned URL: anyone can GET the result with it until it expires. */
  public URI url(Result result) {
    return urls.of(result);
  }
}
