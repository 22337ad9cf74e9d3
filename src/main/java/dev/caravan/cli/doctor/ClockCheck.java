package dev.caravan.cli.doctor;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Compares this machine's clock with the {@code Date} of an answer of SQS. */
final class ClockCheck implements Check {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Instances whose clocks differ by more publish the same minute's metrics at different times. */
  private static final Duration NOTABLE = Duration.ofSeconds(30);

  /** AWS refuses a signature that is older or newer. */
  private static final Duration LARGEST = Duration.ofMinutes(5);

  private final Values values;
  private final Supplier<SqsClient> connect;
  private final Clock clock;

  ClockCheck(Values values, Supplier<SqsClient> connect, Clock clock) {
    this.values = values;
    this.connect = connect;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public List<String> settings() {
    return List.of("sqs.queue.url");
  }

  @Override
  public List<Finding> run() {
    try (SqsClient sqs = connect.get()) {
      Instant before = clock.instant();
      Optional<Instant> theirs = answer(sqs).flatMap(ClockCheck::date);
      Instant after = clock.instant();
      Instant ours = before.plus(Duration.between(before, after).dividedBy(2));
      return List.of(
          theirs
              .map(there -> of(Duration.between(there, ours)))
              .orElseGet(() -> warning("SQS's answer has no time to compare with")));
    } catch (SdkException e) {
      return List.of(failed("the clock can't be compared: " + new AwsAnswer(e).line("SQS")));
    }
  }

  /**
   * @param ahead how much later this machine's clock is than AWS's; HTTP dates have whole seconds
   */
  Finding of(Duration ahead) {
    String difference =
        "this machine's clock is %d s %s that of AWS"
            .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
    if (ahead.abs().compareTo(LARGEST) >= 0) {
      return failed(
          difference
              + "; AWS refuses requests and URLs that differ by five minutes. Synchronise it (NTP)");
    }
    return ahead.abs().compareTo(NOTABLE) >= 0
        ? warning(difference + "; synchronise it (NTP), because metrics and budgets use it")
        : ok(difference);
  }

  /** A refusal has a date, too. */
  private Optional<SdkHttpResponse> answer(SqsClient sqs) {
    try {
      return Optional.ofNullable(
          sqs.getQueueAttributes(
                  get ->
                      get.queueUrl(values.text("sqs.queue.url"))
                          .attributeNames(QueueAttributeName.QUEUE_ARN)
                          .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)))
              .sdkHttpResponse());
    } catch (AwsServiceException e) {
      return Optional.ofNullable(e.awsErrorDetails()).map(details -> details.sdkHttpResponse());
    }
  }

  private static Optional<Instant> date(SdkHttpResponse answer) {
    try {
      return answer
          .firstMatchingHeader("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
