package dev.caravan.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The prompts that were sent, and one line for each that was not. */
final class SendOutcome {

  private final List<Sent> sent = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  void add(Sent prompt) {
    sent.add(prompt);
  }

  void addFailed(Outgoing prompt, String why) {
    failed.add("prompt " + prompt.number() + " was not sent: " + why);
  }

  /** In the order of the prompts; SQS answers in its own. */
  List<Sent> sent() {
    return sent.stream().sorted(Comparator.comparingInt(each -> each.prompt().number())).toList();
  }

  List<String> failed() {
    return failed;
  }

  int size() {
    return sent.size() + failed.size();
  }
}
