package dev.caravan.local.bedrock.rule;

/** Bedrock refuses the call: a status, an exception's name and its usual message. */
public enum Fault implements Action {
  THROTTLE(
      "throttle",
      429,
      "ThrottlingException",
      "Too many requests, please wait before trying again."),
  NOT_READY(
      "notReady",
      429,
      "ModelNotReadyException",
      "The model specified in the request is not ready to serve inference requests. The AWS SDK"
          + " will automatically retry the operation up to 5 times."),
  INTERNAL(
      "internal",
      500,
      "InternalServerException",
      "The system encountered an unexpected error during processing. Try your request again."),
  UNAVAILABLE(
      "unavailable",
      503,
      "ServiceUnavailableException",
      "Bedrock is unable to process your request."),
  MODEL_TIMEOUT(
      "modelTimeout",
      408,
      "ModelTimeoutException",
      "Model has timed out in processing the request. Try your request again."),
  MODEL_ERROR(
      "modelError",
      424,
      "ModelErrorException",
      "The request failed due to an error while processing the model."),
  QUOTA(
      "quota",
      400,
      "ServiceQuotaExceededException",
      "Your request exceeds the service quota for your account. You can view your quotas in the"
          + " Service Quotas console, and resubmit your request later."),
  DENIED(
      "denied",
      403,
      "AccessDeniedException",
      "You don't have access to the model with the specified model ID."),
  EXPIRED_TOKEN(
      "expiredToken",
      403,
      "ExpiredTokenException",
      "The security token included in the request is expired"),
  RETIRED(
      "retired",
      404,
      "ResourceNotFoundException",
      "This model version has reached the end of its life. Please refer to the AWS documentation"
          + " for more details.");

  private final String action;
  private final int status;
  private final String error;
  private final String message;

  Fault(String action, int status, String error, String message) {
    this.action = action;
    this.status = status;
    this.error = error;
    this.message = message;
  }

  @Override
  public String action() {
    return action;
  }

  public int status() {
    return status;
  }

  /** The exception's name, as {@code x-amzn-ErrorType} carries it. */
  public String error() {
    return error;
  }

  public String message() {
    return message;
  }
}
