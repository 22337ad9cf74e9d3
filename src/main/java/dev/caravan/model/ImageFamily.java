package dev.caravan.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Generation;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;

/** A family whose models are called with InvokeModel and answer with base64 images. */
public sealed interface ImageFamily extends Family permits StabilityFamily, AmazonImageFamily {

  ObjectMapper JSON = new ObjectMapper();

  /** The request's JSON body, for a generation that satisfies the model's limits. */
  JsonNode body(Generation generation, Model model);

  /**
   * Reads an answer.
   *
   * @throws ContentBlockedException if the answer says that a filter refused
   * @throws ModelAnswerException if the answer has no image
   */
  Answer read(ImageAnswer answer);

  /** The same for an answer that is not parsed yet. */
  default Answer read(byte[] answer) {
    return read(ImageAnswer.parse(answer));
  }

  default InvokeModelRequest request(Generation generation, Model model) {
    return InvokeModelRequest.builder()
        .modelId(model.id())
        .contentType("application/json")
        .accept("application/json")
        .body(SdkBytes.fromUtf8String(body(generation, model).toString()))
        .build();
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }
}
