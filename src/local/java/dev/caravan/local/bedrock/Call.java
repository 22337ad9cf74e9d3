package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.rule.Operation;
import java.time.Instant;

/**
 * One call in the journal, which contains it before the answer is sent and while the call stalls.
 *
 * @param modelId the model as the caller named it
 * @param prompt empty if no prompt was found in the request
 * @param request the body as JSON; empty if it was not JSON
 * @param status of the answer; 0 if there is none because the call is reset or held forever
 * @param error the exception's name, otherwise empty
 * @param rule the id of the rule that acted, otherwise empty
 * @param caller the application id of the caller's SDK (AWS_SDK_UA_APP_ID), otherwise empty
 */
public record Call(
    Instant at,
    String modelId,
    Operation operation,
    String prompt,
    String request,
    int status,
    String error,
    String rule,
    String caller) {}
