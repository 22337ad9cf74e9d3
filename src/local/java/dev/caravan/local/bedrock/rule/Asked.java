package dev.caravan.local.bedrock.rule;

/**
 * A call as the rules see it: the model as the caller named it and the foundation model behind that
 * name, which differ for inference profiles and ARNs.
 */
public record Asked(String modelId, String foundationModelId, Operation operation, String prompt) {}
