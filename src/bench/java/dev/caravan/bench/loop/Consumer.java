package dev.caravan.bench.loop;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Source;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** One receiver, which asks for ten messages if there is room for ten, and N workers. */
final class Consumer {

  private static final int BATCH = 10;

  private final Aws aws;
  private final String queueUrl;
  private final Job job;
  private final int workers;
  private final PromptReader reader = new PromptReader(10_000);
  private final Semaphore places;
  private final BlockingQueue<Message> ready;
  private final Leases leases;
  private final Deleter deleter;

  Consumer(Aws aws, String queueUrl, Job job, int workers) {
    this.aws = aws;
    this.queueUrl = queueUrl;
    this.job = job;
    this.workers = workers;
    this.places = new Semaphore(workers + BATCH);
    this.ready = new ArrayBlockingQueue<>(workers + BATCH);
    this.leases = new Leases(aws.sqs(), queueUrl);
    this.deleter = new Deleter(aws.sqs(), queueUrl, leases);
  }

  void start() {
    new Thread(this::receive, "receiver").start();
    new Thread(deleter, "deleter").start();
    Executors.newSingleThreadScheduledExecutor()
        .scheduleWithFixedDelay(leases, 1, 1, TimeUnit.SECONDS);
    for (int n = 0; n < workers; n++) {
      new Thread(this::work, "worker-" + n).start();
    }
  }

  private void receive() {
    try {
      while (true) {
        places.acquire(BATCH);
        List<Message> messages =
            aws.sqs()
                .receiveMessage(
                    receive ->
                        receive
                            .queueUrl(queueUrl)
                            .maxNumberOfMessages(BATCH)
                            .waitTimeSeconds(20)
                            .visibilityTimeout(Leases.VISIBILITY_SECONDS)
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                            .messageAttributeNames("All"))
                .messages();
        places.release(BATCH - messages.size());
        messages.forEach(message -> leases.begin(message.receiptHandle()));
        ready.addAll(messages);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (true) {
        Message message = ready.take();
        job.run(generation(message));
        places.release();
        deleter.add(message.receiptHandle());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Generation generation(Message message) {
    Prompt prompt = reader.fromMessage(message.body()).prompt();
    Generation accepted =
        Generation.accepted(
            new GenerationId(message.messageId()),
            Source.QUEUE,
            prompt,
            message.messageId(),
            Instant.now());
    long sent = Long.parseLong(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP));
    return accepted.withTimes(accepted.times().withSent(Instant.ofEpochMilli(sent)));
  }
}
