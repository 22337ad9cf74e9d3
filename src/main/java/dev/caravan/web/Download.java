package dev.caravan.web;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.store.Piece;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One content on its way to one client. Each piece is read from S3 completely before its first byte
 * is written, and the next one is read when the client has taken all of it. So a client that stalls
 * holds one piece, and neither a thread nor a connection to S3.
 *
 * <p>The first piece is read in the thread of the route, so that the answer to a failure is a
 * problem. Everything after that runs on the event loop of the client's connection.
 */
final class Download {

  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  private static final String VARIABLE = "_download";

  /** Each part that a client takes proves that it still reads. */
  private static final int SLICE = 16_384;

  private final Downloads all;
  private final Generation generation;
  private final Result result;
  private final Wanted wanted;
  private Buffer first;

  /** Bytes of the piece that the client has not taken completely. */
  private int held;

  private String version;
  private long next;
  private RoutingContext context;
  private int untaken;
  private long lastTaken;
  private long timer;
  private boolean over;
  private Runnable afterwards;

  Download(Downloads all, Generation generation, Wanted wanted) {
    this.all = all;
    this.generation = generation;
    this.result = generation.result();
    this.wanted = wanted;
    this.next = wanted.first();
  }

  /** False if the result is no longer in S3. */
  boolean readFirst() {
    Optional<Piece> piece = all.read(result, next, wanted.last(), null);
    piece.ifPresent(read -> first = taken(read));
    return piece.isPresent();
  }

  private Buffer taken(Piece piece) {
    version = piece.version();
    next += piece.bytes().length;
    hold(piece.bytes().length);
    return Buffer.buffer(piece.bytes());
  }

  private void hold(int bytes) {
    all.hold(bytes - held);
    held = bytes;
  }

  /** Makes this download the answer of an exchange; {@link DownloadConsumer} sends it. */
  void attach(Exchange exchange) {
    exchange.setVariable(VARIABLE, this);
    exchange.getMessage().setBody(first);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange ended) {
                // A later step of the route failed, or gave another answer.
                end();
              }
            });
  }

  static Optional<Download> of(Exchange exchange) {
    return Optional.ofNullable(exchange.getVariable(VARIABLE, Download.class));
  }

  /** True if this is the body of the answer; a later step of the route may have set another one. */
  boolean isFor(Buffer body) {
    return body == first;
  }

  void send(RoutingContext client) {
    context = client;
    HttpServerResponse response = context.response();
    // Camel has asked for chunks, because it does not know the length.
    response.headers().remove(HttpHeaders.TRANSFER_ENCODING);
    response.headers().set(HttpHeaders.CONTENT_LENGTH, String.valueOf(wanted.length()));
    timer = context.vertx().setTimer(all.patience().toMillis(), id -> checkProgress());
    Buffer piece = first;
    first = null;
    write(piece);
  }

  private void write(Buffer piece) {
    untaken = (piece.length() + SLICE - 1) / SLICE;
    lastTaken = System.nanoTime();
    for (int at = 0; at < piece.length() && !over; at += SLICE) {
      int end = Math.min(at + SLICE, piece.length());
      Buffer slice = piece.slice(at, end);
      boolean isLast = end == piece.length() && next > wanted.last();
      Future<Void> written =
          isLast ? context.response().end(slice) : context.response().write(slice);
      written.onComplete(this::taken);
    }
  }

  /** The network has taken a slice, or the client has left. */
  private void taken(AsyncResult<Void> slice) {
    untaken--;
    lastTaken = System.nanoTime();
    if (over || untaken > 0 && slice.succeeded()) {
      return;
    }
    if (slice.failed() || next > wanted.last() || context.response().closed()) {
      end();
      return;
    }
    hold(0);
    all.readLater(result, next, wanted.last(), version).onComplete(this::read);
  }

  private void read(AsyncResult<Optional<Piece>> piece) {
    if (over) {
      return;
    }
    if (piece.succeeded() && piece.result().isPresent()) {
      write(taken(piece.result().get()));
      return;
    }
    LOG.warn(
        "Generation {}: its content could not be sent completely after byte {}: {}",
        generation.id(),
        next,
        piece.failed() ? why(piece.cause()) : "its object was deleted");
    channel().close();
    end();
  }

  private static String why(Throwable failure) {
    return failure.getCause() == null
        ? failure.getMessage()
        : failure.getMessage() + ": " + failure.getCause().getMessage();
  }

  private void checkProgress() {
    if (over) {
      return;
    }
    long idleMillis = (System.nanoTime() - lastTaken) / 1_000_000;
    long left = all.patience().toMillis() - idleMillis;
    if (untaken == 0 || left > 0) {
      long wait = untaken == 0 ? all.patience().toMillis() : left;
      timer = context.vertx().setTimer(wait, id -> checkProgress());
      return;
    }
    LOG.info(
        "Generation {}: its client took nothing of its content for {} s and is disconnected.",
        generation.id(),
        all.patience().toSeconds());
    // A reset, because the client takes no other end either.
    channel().config().setOption(ChannelOption.SO_LINGER, 0);
    channel().close();
    end();
  }

  /** Closing Vert.x's connection would wait until the client has taken everything. */
  private Channel channel() {
    return ((ConnectionBase) context.request().connection()).channel();
  }

  /**
   * Runs the last work of the exchange, when the download is over.
   *
   * @param work ends the exchange
   */
  void afterwards(Runnable work) {
    if (over || context == null) {
      work.run();
    } else {
      afterwards = work;
    }
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    first = null;
    hold(0);
    if (context != null) {
      context.vertx().cancelTimer(timer);
    }
    all.over();
    if (afterwards != null) {
      afterwards.run();
    }
  }
}
