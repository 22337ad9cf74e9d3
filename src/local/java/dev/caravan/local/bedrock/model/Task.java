package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.local.bedrock.rule.Outcome;
import java.time.Duration;

/**
 * One call to a model.
 *
 * @param body the request; a missing node if it was not JSON
 * @param outcome how the call should end
 * @param latency the time that the model claims to have taken
 */
public record Task(Model model, JsonNode body, Outcome outcome, Duration latency) {}
