package dev.caravan.bench.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import java.time.Duration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The answer of {@code POST /generate}, the same as Caravan's. */
public final class Answers {

  // The S3 component's createDownloadLink would create a presigner for every call.
  private final S3Presigner presigner;
  private final ObjectMapper json = new ObjectMapper();

  public Answers(S3Presigner presigner) {
    this.presigner = presigner;
  }

  public byte[] of(Generation done) throws JsonProcessingException {
    Result result = done.result();
    ObjectNode answer = json.createObjectNode();
    answer.put("message", "Image generated successfully");
    answer.put("image_path", result.path());
    answer.put("id", done.id());
    answer.put("status", "done");
    answer.put("url", url(result));
    answer.put("model", done.model());
    answer.put("seed", done.seed());
    answer.put("contentType", result.contentType());
    answer.put("bytes", result.bytes());
    answer.put("durationMs", done.durationMs());
    answer.put("costUsd", done.costUsd());
    return json.writeValueAsBytes(answer);
  }

  private String url(Result result) {
    return presigner
        .presignGetObject(
            presign ->
                presign
                    .signatureDuration(Duration.ofHours(1))
                    .getObjectRequest(get -> get.bucket(result.bucket()).key(result.key())))
        .url()
        .toString();
  }
}
