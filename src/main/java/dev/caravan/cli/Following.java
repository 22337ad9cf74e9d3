package dev.caravan.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/** Waits until generations have finished, by reading their records. */
final class Following {

  /** A service that restarts is back within this time. */
  private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(60);

  /** Records read between two pauses, so that many prompts do not become many calls at once. */
  private static final int ROUND = 100;

  private static final int NAMED = 20;

  /** Consecutive failures after which a result is given up. */
  private static final int TRIES = 10;

  private final ServiceClient client;
  private final Optional<Duration> limit;
  private final Console console;
  private final Clock clock = Clock.systemUTC();

  private Instant answered;
  private int failures;
  private boolean complete = true;

  /**
   * @param limit of the time to wait; empty for none
   */
  Following(ServiceClient client, Optional<Duration> limit, Console console) {
    this.client = client;
    this.limit = limit;
    this.console = console;
  }

  /**
   * Waits.
   *
   * @param finished gets each record once its generation has finished, and gets it again later if
   *     it throws a temporary {@link ServiceException}
   * @return true if every generation is done
   * @throws CommandFailedException if the time is over
   * @throws ServiceException if the service refuses the calls, or has not answered for a minute
   */
  boolean run(Collection<Followed> all, Consumer<GenerationView> finished) {
    // Read by another thread after Ctrl-C.
    Deque<Followed> open = new ConcurrentLinkedDeque<>(all);
    Instant start = clock.instant();
    Thread onSignal = new Thread(() -> name(open), "unfinished");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (Progress progress = console.progress("Waiting", all.size())) {
      Duration pause = Pauses.FIRST;
      while (!open.isEmpty()) {
        int before = open.size();
        round(open, finished);
        progress.stepTo(all.size() - open.size());
        if (open.isEmpty()) {
          break;
        }
        pause = open.size() < before ? Pauses.FIRST : pause;
        requireTime(start, open);
        Pauses.pause(pause);
        pause = Pauses.longer(pause);
      }
      return complete;
    } catch (CommandFailedException | ServiceException e) {
      if (answered != null) {
        name(open);
      }
      throw e;
    } finally {
      forget(onSignal);
    }
  }

  private void round(Deque<Followed> open, Consumer<GenerationView> finished) {
    for (int left = Math.min(ROUND, open.size()); left > 0; left--) {
      Followed next = open.peek();
      Optional<GenerationView> view = look(next);
      if (view.isPresent() && view.get().isFinished()) {
        if (!handle(view.get(), finished)) {
          open.add(next);
        }
        open.poll();
      } else if (view.isEmpty() && !next.isNew()) {
        complete = false;
        console.note(unknown(next.id(), client));
        open.poll();
      } else {
        open.add(open.poll());
      }
    }
  }

  /** False if it has to be handled again later, for example because a download ended early. */
  private boolean handle(GenerationView view, Consumer<GenerationView> finished) {
    try {
      finished.accept(view);
      complete &= view.isDone();
      failures = 0;
    } catch (ServiceException e) {
      failures++;
      if (e.isTemporary() && failures < TRIES) {
        return false;
      }
      complete = false;
      console.note(view.id() + ": " + e.getMessage());
    }
    return true;
  }

  static String unknown(String id, ServiceClient client) {
    return "There is no generation " + id + " at " + client.address() + ".";
  }

  /** Its record; empty also if the service does not answer at the moment. */
  private Optional<GenerationView> look(Followed next) {
    try {
      Optional<GenerationView> view = next.look(client);
      answered = clock.instant();
      return view;
    } catch (ServiceException e) {
      if (!e.isTemporary()
          || answered == null
          || clock.instant().isAfter(answered.plus(WITHOUT_ANSWER))) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void requireTime(Instant start, Deque<Followed> open) {
    if (limit.isPresent() && clock.instant().isAfter(start.plus(limit.get()))) {
      throw new CommandFailedException(
          "Not finished after %d s: %d of the generations. caravan status --wait waits again."
              .formatted(limit.get().toSeconds(), open.size()));
    }
  }

  /** So that the user can look for them later, also after Ctrl-C. */
  private void name(Deque<Followed> open) {
    open.stream().limit(NAMED).forEach(each -> console.note("not finished: " + each.id()));
    if (open.size() > NAMED) {
      console.note("not finished: " + (open.size() - NAMED) + " more");
    }
  }

  private static void forget(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      // The JVM is already shutting down.
    }
  }
}
