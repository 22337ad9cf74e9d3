package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;
import static dev.caravan.wiring.Bean.closed;

import dev.caravan.failure.Pause;
import dev.caravan.generation.PromptReader;
import dev.caravan.logging.LogContext;
import dev.caravan.model.Catalogue;
import dev.caravan.pace.Pace;
import dev.caravan.queue.AttributesAreData;
import dev.caravan.queue.DeadLetters;
import dev.caravan.queue.LeaseRoutePolicy;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.queue.LongestWait;
import dev.caravan.queue.Messages;
import dev.caravan.queue.OneLineErrors;
import dev.caravan.queue.QueueLifecycle;
import dev.caravan.queue.QueueSettings;
import dev.caravan.queue.RenewedMessage;
import dev.caravan.queue.SqsClients;
import dev.caravan.queue.UnsentLetters;
import dev.caravan.queue.deadletters.DeadLetterListing;
import dev.caravan.queue.deadletters.DeadLetterQueue;
import dev.caravan.queue.deadletters.Discard;
import dev.caravan.queue.deadletters.LetterBodies;
import dev.caravan.queue.deadletters.LetterFit;
import dev.caravan.queue.deadletters.LetterRecords;
import dev.caravan.queue.deadletters.PromptQueue;
import dev.caravan.queue.deadletters.Redrive;
import dev.caravan.queue.deadletters.SqsConnection;
import dev.caravan.store.Records;
import dev.caravan.tracing.TracedCalls;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** The queue, its messages and its dead letters. */
final class QueueBeans {

  static final List<Bean<?>> ALL =
      List.of(
          bean("queueSettings", QueueSettings.class, QueueBeans::settings),
          bean(
              "sqs",
              LeasingSqsClient.class,
              beans ->
                  SqsClients.leasing(
                      beans.get(QueueSettings.class),
                      new ModelLanes(
                          beans.get(PromptReader.class),
                          beans.get(Catalogue.class),
                          beans.get(Pace.class)),
                      new RenewedMessage(beans.get(PromptReader.class), beans.get(Messages.class)),
                      beans.get(TracedCalls.class))),
          bean(
              "queueLifecycle",
              QueueLifecycle.class,
              beans -> new QueueLifecycle(beans.get(LeasingSqsClient.class))),
          bean(
              "leaseRoutePolicy",
              LeaseRoutePolicy.class,
              beans ->
                  new LeaseRoutePolicy(
                      beans.get(LeasingSqsClient.class),
                      () -> beans.get(Pause.class).gotThrough())),
          bean(
              "messages",
              Messages.class,
              beans ->
                  new Messages(
                      beans.get(PromptReader.class),
                      beans.get(LetterRecords.class),
                      beans.get(LogContext.class))),
          bean(
              "letterRecords",
              LetterRecords.class,
              beans ->
                  new LetterRecords(
                      beans.get(Records.class),
                      beans.get(LetterBodies.class),
                      beans.get(PromptReader.class))),
          bean(
              "letterBodies",
              LetterBodies.class,
              beans ->
                  new LetterBodies(
                      beans.get(S3Client.class),
                      StoreBeans.bucket(beans),
                      StoreBeans.prefix(beans))),
          bean(
              "deadLetters",
              DeadLetters.class,
              beans ->
                  new DeadLetters(
                      new LetterFit(
                          beans.get(LetterBodies.class),
                          beans.get(DeadLetterQueue.class)::maximumBytes))),
          bean("longestWait", LongestWait.class, QueueBeans::longestWait),
          bean("unsentLetters", UnsentLetters.class, beans -> new UnsentLetters()),
          bean("attributesAreData", AttributesAreData.class, beans -> new AttributesAreData()),
          bean("oneLineErrors", OneLineErrors.class, beans -> new OneLineErrors()),
          closed("operatorSqs", SqsConnection.class, beans -> new SqsConnection()),
          bean(
              "deadLetterQueue",
              DeadLetterQueue.class,
              beans ->
                  new DeadLetterQueue(
                      beans.get(SqsConnection.class),
                      beans.text("sqs.dead.letter.queue.url"),
                      beans.get(PromptReader.class))),
          bean(
              "promptQueue",
              PromptQueue.class,
              beans ->
                  new PromptQueue(beans.get(SqsConnection.class), beans.text("sqs.queue.url"))),
          bean(
              "deadLetterListing",
              DeadLetterListing.class,
              beans ->
                  new DeadLetterListing(
                      beans.get(DeadLetterQueue.class), beans.get(LetterRecords.class))),
          bean(
              "redrive",
              Redrive.class,
              beans ->
                  new Redrive(
                      beans.get(DeadLetterQueue.class),
                      beans.get(PromptQueue.class),
                      beans.get(Records.class),
                      beans.get(LetterRecords.class))),
          bean(
              "discard",
              Discard.class,
              beans ->
                  new Discard(
                      beans.get(DeadLetterQueue.class),
                      beans.get(Records.class),
                      beans.get(LetterRecords.class))));

  private QueueBeans() {}

  private static LongestWait longestWait(Beans beans) {
    return new LongestWait(
        beans.get(QueueSettings.class).longestWait(), id -> beans.get(Records.class).find(id));
  }

  private static QueueSettings settings(Beans beans) {
    return QueueSettings.ofSeconds(
        beans.text("sqs.queue.url"),
        beans.whole("caravan.queue.consumers"),
        beans.whole("caravan.queue.prefetch"),
        beans.whole("caravan.queue.visibility-seconds"),
        beans.whole("caravan.queue.wait-seconds"),
        beans.whole("caravan.queue.longest-lease-seconds"),
        beans.whole("caravan.queue.longest-wait-hours"));
  }
}
