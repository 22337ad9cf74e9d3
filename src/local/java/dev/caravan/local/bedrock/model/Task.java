package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.local.bedrock.rule.Outcome;
import java.time.Duration;

/**
 * One call to a model.
 *
 * @param body the request, a missing node where it was not JSON
 * @param outcome how the call is to end
 * @param latency how long the model claims to take
 */
public record Task(Model model, JsonNode body, Outcome outcome, Duration latency) {}
