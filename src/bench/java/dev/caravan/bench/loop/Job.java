package dev.caravan.bench.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.Sha256;
import dev.caravan.model.Answer;
import dev.caravan.model.Catalogue;
import dev.caravan.model.ImageFamily;
import dev.caravan.model.Model;
import dev.caravan.model.Models;
import dev.caravan.store.RecordJson;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One prompt by hand: claim, index, invoke, put the image, update the record. The objects and the
 * image's decoder are Caravan's own, so that the work is the same to the byte. Whatever fails fails
 * the run.
 */
final class Job {

  private final Aws aws;
  private final String bucket;
  private final String owner;
  private final Catalogue catalogue;
  private final Models models;
  private final JsonMapper json = new RecordJson().mapper();

  Job(Aws aws, String bucket, Catalogue catalogue) {
    this.aws = aws;
    this.bucket = bucket;
    this.owner = "loop-" + ProcessHandle.current().pid();
    this.catalogue = catalogue;
    this.models = new Models(catalogue, 10);
  }

  Generation run(Generation received) {
    Generation accepted = models.accept(received);
    Instant now = Instant.now();
    Generation claimed = accepted.claimed(new Claim(owner, now.plusSeconds(60)), now);
    String etag = put(claimed, "If-None-Match", "*");
    index(claimed);

    Model model = catalogue.find(claimed.model());
    ImageFamily family = (ImageFamily) model.family();
    Generation invoked =
        claimed.withModelCalls(1).withTimes(claimed.times().withInvoked(Instant.now()));
    InvokeModelResponse response = aws.bedrock().invokeModel(family.request(invoked, model));
    Answer answer = family.read(response.body().asByteArrayUnsafe());
    Generation answered =
        invoked
            .withTimes(invoked.times().withAnswered(Instant.now()))
            .answered(answer.seed(), null, model.price().image());

    Result result = store(answered, answer);
    Generation done = answered.done(result, Instant.now());
    put(done, "If-Match", etag);
    return done;
  }

  private String put(Generation generation, String condition, String version) {
    return s3().putObject(
            put -> {
              put.bucket(bucket).key(record(generation)).contentType("application/json");
              if (condition.equals("If-Match")) {
                put.ifMatch(version);
              } else {
                put.ifNoneMatch(version);
              }
            },
            RequestBody.fromBytes(write(generation)))
        .eTag();
  }

  private void index(Generation generation) {
    long inverted = 9_999_999_999_999L - generation.times().received().toEpochMilli();
    String key = "index/%013d-%s".formatted(inverted, generation.id());
    s3().putObject(
            put -> put.bucket(bucket).key(key).contentType("text/plain"), RequestBody.empty());
  }

  private Result store(Generation generation, Answer answer) {
    String sha256 = Sha256.of(answer.bytes()).hex();
    Result result =
        new Result(
            bucket,
            "images/" + generation.id() + ".png",
            answer.contentType(),
            answer.bytes().length,
            sha256);
    Map<String, String> facts =
        Map.of(
            "sha256", sha256,
            "model", generation.model(),
            "seed", String.valueOf(generation.seed()),
            "cost-usd", generation.costUsd().toPlainString());
    s3().putObject(
            put ->
                put.bucket(bucket)
                    .key(result.key())
                    .contentType(result.contentType())
                    .metadata(facts),
            RequestBody.fromBytes(answer.bytes()));
    return result;
  }

  private static String record(Generation generation) {
    return "generations/" + generation.id() + ".json";
  }

  private byte[] write(Generation generation) {
    try {
      return json.writeValueAsBytes(generation);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }

  private S3Client s3() {
    return aws.s3();
  }
}
