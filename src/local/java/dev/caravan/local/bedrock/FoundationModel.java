package dev.caravan.local.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.local.bedrock.model.Model;
import dev.caravan.local.bedrock.model.ModelName;
import dev.caravan.local.bedrock.model.Models;
import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.bedrock.rule.Fault;

/** The answer of GetFoundationModel, an operation of Bedrock's control plane. */
record FoundationModel(Models models) {

  ObjectNode details(ModelName name, String region) {
    if (name.isProfile()) {
      throw Refusal.validation("The provided model identifier is invalid.");
    }
    Model model =
        models
            .find(name)
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        "ResourceNotFoundException",
                        "Could not find the foundation model " + name.text() + "."));
    if (!model.lifecycle().isListed()) {
      throw Refusal.of(Fault.RETIRED);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode details = body.putObject("modelDetails");
    details.put("modelArn", "arn:aws:bedrock:" + region + "::foundation-model/" + model.id());
    details.put("modelId", model.id());
    details.put("modelName", model.name());
    details.put("providerName", model.provider());
    details.putArray("inputModalities").add("TEXT");
    details.putArray("outputModalities").add(model.family().outputModality());
    details.put("responseStreamingSupported", model.family().outputModality().equals("TEXT"));
    details.putArray("customizationsSupported");
    details.putArray("inferenceTypesSupported").add("ON_DEMAND");
    details.putObject("modelLifecycle").put("status", model.lifecycle().name());
    return body;
  }
}
