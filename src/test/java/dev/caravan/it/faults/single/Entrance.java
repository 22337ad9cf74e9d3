package dev.caravan.it.faults.single;

import static dev.caravan.it.faults.single.Step.CLAIM;
import static dev.caravan.it.faults.single.Step.DELETE;
import static dev.caravan.it.faults.single.Step.DONE;
import static dev.caravan.it.faults.single.Step.EXTENSION;
import static dev.caravan.it.faults.single.Step.LISTED;
import static dev.caravan.it.faults.single.Step.MODEL;
import static dev.caravan.it.faults.single.Step.QUEUED;
import static dev.caravan.it.faults.single.Step.READ;
import static dev.caravan.it.faults.single.Step.RECEIVE;
import static dev.caravan.it.faults.single.Step.RENEWAL;
import static dev.caravan.it.faults.single.Step.RESULT;
import static dev.caravan.it.faults.single.Step.SEND;
import static dev.caravan.it.faults.single.Step.SENT;

import java.util.List;

/** How a prompt comes in, and the calls of its journey without faults. */
enum Entrance {
  KEYED("HTTP with key", List.of(CLAIM, LISTED, MODEL, RENEWAL, RESULT, DONE)),
  PLAIN("HTTP without key", List.of(LISTED, CLAIM, MODEL, RENEWAL, RESULT, DONE)),
  ASYNC(
      "asynchronous HTTP",
      List.of(
          LISTED, QUEUED, SEND, SENT, RECEIVE, READ, CLAIM, MODEL, RENEWAL, EXTENSION, RESULT, DONE,
          DELETE)),
  QUEUE(
      "standard queue",
      List.of(RECEIVE, CLAIM, LISTED, MODEL, RENEWAL, EXTENSION, RESULT, DONE, DELETE)),
  FIFO(
      "FIFO queue",
      List.of(RECEIVE, CLAIM, LISTED, MODEL, RENEWAL, EXTENSION, RESULT, DONE, DELETE));

  private final String text;
  private final List<Step> journey;

  Entrance(String text, List<Step> journey) {
    this.text = text;
    this.journey = journey;
  }

  String text() {
    return text;
  }

  List<Step> journey() {
    return journey;
  }

  boolean isHttp() {
    return this == KEYED || this == PLAIN || this == ASYNC;
  }
}
