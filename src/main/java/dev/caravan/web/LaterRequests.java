package dev.caravan.web;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The requests of a connection that came before an earlier one was answered. They stay here until
 * their turn: Vert.x would stop reading the connection, and would no longer see that the client has
 * left.
 */
final class LaterRequests {

  /** What they may take together, in bytes. */
  static final int MOST_BYTES = 262_144;

  /** Roughly what a message takes besides its body. */
  private static final int OBJECT_BYTES = 100;

  private final Deque<Object> messages = new ArrayDeque<>();
  private int requests;
  private int bytes;

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** The number of requests that have begun here. */
  int requests() {
    return requests;
  }

  /** Keeps a part of a request; false if all of them are now too large together. */
  boolean keep(Object message) {
    messages.add(message);
    bytes += OBJECT_BYTES;
    if (message instanceof HttpRequest request) {
      requests++;
      bytes += request.uri().length();
      request.headers().forEach(header -> bytes += OBJECT_BYTES + header.getValue().length());
    } else if (message instanceof HttpContent content) {
      bytes += content.content().readableBytes();
    }
    return bytes <= MOST_BYTES;
  }

  /** Passes the first request on, or as much of it as is here. */
  void passFirst(Consumer<Object> to) {
    requests--;
    Object message;
    do {
      message = messages.poll();
      if (message instanceof HttpContent content) {
        bytes -= content.content().readableBytes();
      }
      to.accept(message);
    } while (!messages.isEmpty() && !(message instanceof LastHttpContent));
    if (messages.isEmpty()) {
      bytes = 0;
    }
  }

  void release() {
    messages.forEach(ReferenceCountUtil::release);
    messages.clear();
    requests = 0;
    bytes = 0;
  }
}
