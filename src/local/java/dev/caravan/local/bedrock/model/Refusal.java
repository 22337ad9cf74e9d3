package dev.caravan.local.bedrock.model;

import dev.caravan.local.bedrock.rule.Fault;

/** Bedrock refuses a call, with a status, an exception's name and a message. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  public Refusal(int status, String error, String message) {
    super(message, null, false, false);
    this.status = status;
    this.error = error;
  }

  public static Refusal of(Fault fault) {
    return new Refusal(fault.status(), fault.error(), fault.message());
  }

  public static Refusal validation(String message) {
    return new Refusal(400, "ValidationException", message);
  }

  public int status() {
    return status;
  }

  public String error() {
    return error;
  }
}
