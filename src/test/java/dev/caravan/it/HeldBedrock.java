package dev.caravan.it;

import dev.caravan.it.ScriptedBedrock.Reply;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A stand-in for Bedrock that answers no prompt until the test says so. */
final class HeldBedrock implements AutoCloseable {

  private final ScriptedBedrock bedrock = ScriptedBedrock.start();
  private volatile CountDownLatch held = new CountDownLatch(1);

  HeldBedrock() throws IOException {
    bedrock.answers(call -> call.isProbe() ? ScriptedBedrock.ok() : afterHold());
  }

  private Reply afterHold() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ScriptedBedrock.ok();
  }

  /** Answers all calls, those in flight and those to come. */
  void letGo() {
    held.countDown();
  }

  /** Holds the calls that come from now on. */
  void hold() {
    held = new CountDownLatch(1);
  }

  /** The number of calls with a prompt, answered or not. */
  int paid() {
    return bedrock.paid().size();
  }

  String endpoint() {
    return bedrock.endpoint();
  }

  void useInThisJvm() {
    bedrock.useInThisJvm();
  }

  @Override
  public void close() {
    letGo();
    bedrock.close();
  }
}
