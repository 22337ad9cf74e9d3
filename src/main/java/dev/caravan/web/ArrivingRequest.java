package dev.caravan.web;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.SocketAddress;

/** What has arrived of the newest request of a connection. */
final class ArrivingRequest {

  private final OpenConnections connections;

  private boolean hasComeBefore;

  /** The headers are complete, and the body has not ended. */
  private boolean reading;

  private boolean hasBody;
  private boolean waiting;

  /** Bytes that are counted with {@link OpenConnections#hold}. */
  private long held;

  ArrivingRequest(OpenConnections connections) {
    this.connections = connections;
  }

  /** The headers are complete. */
  void begin() {
    hasComeBefore = true;
  }

  /** The headers are valid, so the body follows. */
  void pass(HttpRequest request) {
    reading = true;
    hasBody =
        HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    waiting = HttpUtil.is100ContinueExpected(request);
  }

  void read(HttpContent content) {
    reading = !(content instanceof LastHttpContent);
    waiting = false;
  }

  /** The client gets the permission to send the body. */
  void permit() {
    waiting = false;
  }

  boolean isReading() {
    return reading;
  }

  /** A body follows, or has begun to. */
  boolean isReadingBody() {
    return reading && hasBody;
  }

  /** The client waits for {@code 100 Continue}. */
  boolean isWaiting() {
    return reading && waiting;
  }

  /** At least one request has come completely, or its headers have. */
  boolean hasComeBefore() {
    return hasComeBefore;
  }

  /** Counts bytes that are kept until the request is complete; false if they are too many. */
  boolean hold(int bytes, SocketAddress local) {
    if (!connections.hold(bytes, local)) {
      return false;
    }
    held += bytes;
    return true;
  }

  void release() {
    if (held > 0) {
      connections.release(held);
      held = 0;
    }
  }
}
