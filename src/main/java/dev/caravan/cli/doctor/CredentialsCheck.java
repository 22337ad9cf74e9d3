package dev.caravan.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/** Whose credentials these are. AWS allows everyone to ask this. */
final class CredentialsCheck implements Check {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Supplier<StsClient> connect;

  CredentialsCheck(Supplier<StsClient> connect) {
    this.connect = connect;
  }

  @Override
  public String name() {
    return "credentials";
  }

  @Override
  public List<Finding> run() {
    try (StsClient sts = connect.get()) {
      return List.of(
          ok(
              sts.getCallerIdentity(
                      get -> get.overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)))
                  .arn()));
    } catch (SdkException e) {
      AwsAnswer answer = new AwsAnswer(e);
      return List.of(
          answer.code().isEmpty()
              // Without an answer, the other checks decide: STS alone may be blocked.
              ? warning("not known whose credentials these are: " + answer.line("STS"))
              : failed(
                  answer.line("STS")
                      + ". Log in again, or check the variables that start with AWS_"));
    }
  }
}
