package dev.caravan.bench.loop;

import dev.caravan.bench.job.Records;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.Sha256;
import dev.caravan.model.Answer;
import dev.caravan.model.Catalogue;
import dev.caravan.model.ImageFamily;
import dev.caravan.model.Model;
import dev.caravan.model.Models;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * The work for one prompt, written by hand: claim, index, invoke, put the image, update the record.
 * The data types and the image decoder are Caravan's own, so that the work is the same to the byte.
 * Any failure fails the run.
 */
final class Job {

  private final Aws aws;
  private final String bucket;
  private final Records records;
  private final Catalogue catalogue;
  private final Models models;

  Job(Aws aws, String bucket, Catalogue catalogue) {
    this.aws = aws;
    this.bucket = bucket;
    this.records = new Records(aws.s3(), bucket);
    this.catalogue = catalogue;
    this.models = new Models(catalogue, 10);
  }

  Generation run(Generation received) {
    Generation accepted = models.accept(received);
    Generation claimed = records.claim(accepted);

    Model model = catalogue.find(claimed.model());
    ImageFamily family = (ImageFamily) model.family();
    Generation invoked =
        claimed.withModelCalls(1).withTimes(claimed.times().withInvoked(Instant.now()));
    InvokeModelResponse response = aws.bedrock().invokeModel(family.request(invoked, model));
    Answer answer = family.read(response.body().asByteArrayUnsafe());
    Generation answered =
        invoked
            .withTimes(invoked.times().withAnswered(Instant.now()))
            .answered(answer.seed(), null)
            .spent(null, model.price().image());

    Result result = store(answered, answer);
    Generation done = answered.done(result, Instant.now());
    records.finish(done);
    return done;
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
    aws.s3()
        .putObject(
            put ->
                put.bucket(bucket)
                    .key(result.key())
                    .contentType(result.contentType())
                    .metadata(facts),
            RequestBody.fromBytes(answer.bytes()));
    return result;
  }
}
