package dev.caravan.routes.reload;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes over the routes of a folder, completely or not at all. */
public final class Intake {

  private final Function<Path, Future<List<Fault>>> taking;
  private final Supplier<Set<String>> needRestart;
  private final DoubleSupplier finished;
  private final DoubleSupplier failures;

  /**
   * @param taking begins to take over a folder; the result is why it can't be used
   * @param needRestart the names of files with changes that need a restart
   * @param finished the number of prompts that have finished
   * @param failures the number of prompts that have failed because of a bug
   */
  public Intake(
      Function<Path, Future<List<Fault>>> taking,
      Supplier<Set<String>> needRestart,
      DoubleSupplier finished,
      DoubleSupplier failures) {
    this.taking = taking;
    this.needRestart = needRestart;
    this.finished = finished;
    this.failures = failures;
  }

  /**
   * Returns when the routes of the folder run, or when they are rejected.
   *
   * @return why they are rejected; empty if they run now
   * @throws IllegalStateException if the service stops
   */
  public List<Fault> take(Path folder) {
    try {
      return taking.apply(folder).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The service stops.", e);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("The service stops.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The routes could not be taken over.", e.getCause());
    }
  }

  /** The names of the files with changes that need a restart. */
  public Set<String> needRestart() {
    return needRestart.get();
  }

  /** The number of prompts that are done or have failed since the service started. */
  public double finished() {
    return finished.getAsDouble();
  }

  /** The number of prompts that have failed because of a bug since the service started. */
  public double unexpectedFailures() {
    return failures.getAsDouble();
  }
}
