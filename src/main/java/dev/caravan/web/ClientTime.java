package dev.caravan.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The deadline that runs on one connection. All methods run on the connection's event loop, except
 * {@link #giveWay()}.
 */
final class ClientTime implements OpenConnections.Waiting {

  /** What the connection waits for. */
  enum Stage {
    /** The first byte of a new connection. */
    SILENT,
    /** The rest of the headers. */
    HEADERS,
    /** The rest of the body. */
    BODY,
    /** The next request. */
    IDLE,
    /** The service, or a client that takes its answer. */
    ANSWER,
    /** The client, which closes the connection after its last answer. */
    END
  }

  /** What was not yet sent. If it is the same later, the client has taken nothing in between. */
  private record Unsent(long bytes, int first, long ofFirst) {}

  private final ChannelHandlerContext context;
  private final Deadlines deadlines;
  private final OpenConnections connections;
  private final Consumer<Stage> late;
  private final Runnable close;
  private volatile boolean leaving;
  private Stage stage;
  private Future<?> timer;
  private Unsent unsent;

  /**
   * @param late called when a deadline has passed
   * @param close closes the connection at once
   */
  ClientTime(
      ChannelHandlerContext context,
      Deadlines deadlines,
      OpenConnections connections,
      Consumer<Stage> late,
      Runnable close) {
    this.context = context;
    this.deadlines = deadlines;
    this.connections = connections;
    this.late = late;
    this.close = close;
  }

  ChannelHandlerContext context() {
    return context;
  }

  /** Another request has begun, so the next stage has a deadline of its own. */
  void restart() {
    cancel();
    if (isClients()) {
      connections.waitsNoMore(this);
    }
    stage = null;
  }

  /** Starts the deadline of this stage, unless it already runs. */
  void enter(Stage next) {
    if (next == stage) {
      return;
    }
    if (stage == Stage.SILENT && next == Stage.HEADERS) {
      // One deadline, from the start of the connection.
      stage = next;
      return;
    }
    boolean waited = isClients() && stage != Stage.END;
    cancel();
    stage = next;
    if (next == Stage.ANSWER || next == Stage.END) {
      connections.waitsNoMore(this);
    }
    if (next == Stage.END && !leaving) {
      connections.ends(this);
    } else if (isClients() && !waited && !leaving) {
      connections.waits(this);
    }
    unsent = null;
    if (next != Stage.END) {
      // ConnectionEnd has the deadline of the end.
      schedule();
    }
  }

  void stop() {
    restart();
  }

  /** The client owes the next step. */
  private boolean isClients() {
    return stage != null && stage != Stage.ANSWER;
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule() {
    Duration time =
        switch (stage) {
          case SILENT, HEADERS -> deadlines.headers();
          case BODY -> deadlines.body();
          case IDLE, ANSWER, END -> deadlines.idle();
        };
    timer = context.executor().schedule(this::passed, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void passed() {
    timer = null;
    if (stage != Stage.ANSWER) {
      late.accept(stage);
      return;
    }
    Unsent now = unsent(context.channel());
    if (now != null && now.equals(unsent)) {
      late.accept(stage);
    } else {
      unsent = now;
      schedule();
    }
  }

  /** Null if the client has taken everything. */
  private static Unsent unsent(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null || buffer.totalPendingWriteBytes() == 0
        ? null
        : new Unsent(
            buffer.totalPendingWriteBytes(),
            System.identityHashCode(buffer.current()),
            buffer.currentProgress());
  }

  @Override
  public void giveWay() {
    leaving = true;
    context
        .executor()
        .execute(
            () -> {
              if (isClients()) {
                close.run();
              } else {
                leaving = false;
              }
            });
  }
}
