package dev.caravan.cli.doctor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;

/** Runs checks at the same time, and returns their findings in the order of the checks. */
public final class Doctor {

  private final List<Check> checks;
  private final Values values;
  private final Optional<String> withoutAws;

  /**
   * @param withoutAws why no call to AWS is possible; empty if one may be
   */
  Doctor(List<Check> checks, Values values, Optional<String> withoutAws) {
    this.checks = checks;
    this.values = values;
    this.withoutAws = withoutAws;
  }

  public List<Finding> examine() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<Finding>>> running =
          checks.stream().map(check -> threads.submit(() -> findings(check))).toList();
      return running.stream().flatMap(each -> join(each).stream()).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Finding> findings(Check check) {
    Optional<String> invalid =
        check.settings().stream()
            .filter(key -> values.complaint(key).isPresent())
            .map(dev.caravan.settings.Settings::variable)
            .findFirst();
    if (invalid.isPresent()) {
      return List.of(check.failed("not checked; correct " + invalid.get() + " first"));
    }
    if (check.callsAws() && withoutAws.isPresent()) {
      return List.of(check.failed(withoutAws.get()));
    }
    try {
      return check.run();
    } catch (SdkException e) {
      return List.of(check.failed(new AwsAnswer(e).line("AWS")));
    } catch (RuntimeException e) {
      return List.of(check.failed(String.valueOf(e.getMessage())));
    }
  }

  private static List<Finding> join(Future<List<Finding>> running) {
    try {
      return running.get();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("A check was interrupted.", e);
    }
  }
}
