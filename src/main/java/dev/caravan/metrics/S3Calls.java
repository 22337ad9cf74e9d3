package dev.caravan.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Times the calls of S3 with an interceptor of the SDK's client. */
public final class S3Calls implements ExecutionInterceptor {

  private static final ExecutionAttribute<Long> BEGUN = new ExecutionAttribute<>("CaravanBegun");

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "GetObject", "get",
          "PutObject", "put",
          "ListObjectsV2", "list",
          "HeadObject", "head");

  /**
   * 404, 409 and 412: the object is missing or has another version. Caravan asks for these answers.
   */
  private static final Set<Integer> ANSWERS = Set.of(404, 409, 412);

  private final Meters meters;

  public S3Calls(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
    attributes.putAttribute(BEGUN, System.nanoTime());
  }

  @Override
  public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
    record(attributes, true);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
    record(
        attributes,
        call.exception() instanceof AwsServiceException refused
            && ANSWERS.contains(refused.statusCode()));
  }

  private void record(ExecutionAttributes attributes, boolean ok) {
    String operation =
        OPERATIONS.get(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    Long begun = attributes.getAttribute(BEGUN);
    if (operation != null && begun != null) {
      meters
          .timer(Metric.S3, operation, ok ? "ok" : "failed")
          .record(Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}
