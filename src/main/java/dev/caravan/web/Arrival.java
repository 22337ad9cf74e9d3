package dev.caravan.web;

import dev.caravan.generation.Generation;
import dev.caravan.metrics.CallerWaits;
import dev.caravan.pace.Seat;
import dev.caravan.pace.Turn;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller from its arrival until its route begins, or until it is refused or leaves. It runs on
 * the event loop of the caller's connection only.
 */
final class Arrival {

  private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

  private final Admission admission;
  private final RoutingContext context;
  private final Generation prompt;
  private final Context eventLoop = Vertx.currentContext();
  private Turn.InLine place;
  private long inLineSince;
  private boolean lookedUp;

  /** True once the route has begun, the caller is refused, or it has left. */
  private boolean over;

  Arrival(Admission admission, RoutingContext context, Generation prompt) {
    this.admission = admission;
    this.context = context;
    this.prompt = prompt;
  }

  void arrive() {
    context.addEndHandler(ended -> end());
    take(ask());
  }

  private Turn ask() {
    return admission.ask(prompt, this::hear);
  }

  /** Hears of the turn, on any thread. */
  private void hear(Turn turn) {
    try {
      eventLoop.runOnContext(nothing -> afterWaiting(turn));
    } catch (RejectedExecutionException e) {
      LOG.debug("The HTTP server has stopped; a caller in line gets no answer.", e);
    }
  }

  private void afterWaiting(Turn turn) {
    place = null;
    if (over) {
      // The caller left in the meantime.
      if (turn instanceof Turn.Now now) {
        now.seat().requestEnded();
      }
      return;
    }
    waited(turn instanceof Turn.Now ? CallerWaits.End.ADMITTED : CallerWaits.End.ENDED);
    // A paused model may have a fallback.
    take(turn instanceof Turn.Paused ? ask() : turn);
  }

  private void take(Turn turn) {
    if (turn instanceof Turn.Now now) {
      pass(now.seat());
    } else if (turn instanceof Turn.Later later) {
      place = later.place();
      inLineSince = System.nanoTime();
      admission.waits().began(prompt.model());
      lookUp(() -> {});
    } else if (turn instanceof Turn.Refused refused) {
      lookUp(() -> refuse(refused));
    } else if (turn instanceof Turn.Stopping) {
      over = true;
      ProblemAnswer.stopping(context);
    } else {
      // The route answers it: the model is paused.
      pass(null);
    }
  }

  /**
   * Looks for an earlier request with the same Idempotency-Key. If its record answers this one, the
   * route begins without a seat.
   *
   * @param otherwise runs if there is none
   */
  private void lookUp(Runnable otherwise) {
    if (lookedUp || prompt.isKnownToNobody()) {
      otherwise.run();
      return;
    }
    lookedUp = true;
    context
        .vertx()
        .executeBlocking(() -> admission.isAnswered(prompt), false)
        .onComplete(
            found -> {
              if (over) {
                return;
              }
              if (found.failed() || !found.result()) {
                otherwise.run();
              } else if (place == null || leave(CallerWaits.End.ENDED)) {
                pass(null);
              }
            });
  }

  /** The caller left, or its request has been answered. */
  private void end() {
    if (!over) {
      over = true;
      leave(CallerWaits.End.LEFT);
    }
    admission.seats().ended(context.request());
  }

  /** False if the caller is not in line, because its turn has come. */
  private boolean leave(CallerWaits.End end) {
    if (place == null || !place.leave()) {
      return false;
    }
    place = null;
    waited(end);
    return true;
  }

  private void waited(CallerWaits.End end) {
    admission
        .waits()
        .waited(prompt.model(), end, Duration.ofNanos(System.nanoTime() - inLineSince));
  }

  /**
   * @param seat null if the caller needs none
   */
  private void pass(Seat seat) {
    over = true;
    if (seat != null) {
      admission.seats().put(context.request(), seat);
    }
    context.next();
  }

  private void refuse(Turn.Refused refused) {
    over = true;
    admission.waits().refused();
    ProblemAnswer.full(context, refused.why());
  }
}
