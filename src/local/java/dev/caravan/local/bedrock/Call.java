package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.rule.Operation;
import java.time.Instant;

/**
 * One call, as the journal keeps it. It is there before the answer leaves, and while a call stalls.
 *
 * @param modelId as the caller named it
 * @param prompt empty where the request had none that could be found
 * @param request the body as JSON; empty where it was none
 * @param status of the answer; 0 where there is none, because the call is reset or held for ever
 * @param error the exception's name, else empty
 * @param rule the id of the rule that acted, else empty
 * @param caller the application id of the caller's SDK (AWS_SDK_UA_APP_ID), else empty
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
