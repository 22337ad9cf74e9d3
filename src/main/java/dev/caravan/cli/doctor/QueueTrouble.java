package dev.caravan.cli.doctor;

import software.amazon.awssdk.core.exception.SdkException;

/**
 * Why SQS does not show a queue, in one line.
 *
 * @param variable that names the queue
 */
record QueueTrouble(SdkException thrown, String variable) {

  String line() {
    AwsAnswer answer = new AwsAnswer(thrown);
    if (answer.code().endsWith("NonExistentQueue") || answer.code().equals("QueueDoesNotExist")) {
      return "the queue does not exist in this region and account; check %s and AWS_REGION"
          .formatted(variable);
    }
    String line = answer.line("SQS");
    return answer.isRefusal() ? line + ". Allow sqs:GetQueueAttributes on the queue" : line;
  }
}
