package dev.caravan.bench.http.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One hostile connection, from its opening until the service closes it. */
final class Connection {

  private static final int STATUS_AT = "HTTP/1.1 ".length();

  enum State {
    OPENING,
    REFUSED,
    OPEN,
    CLOSED
  }

  final Attack attack;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer unsent;
  private State state = State.OPENING;
  private String answer = "none";
  private long openedAt;
  private long closedAt;

  /**
   * @param from the source address; port 0 for any port
   */
  Connection(Attack attack, InetSocketAddress from, InetSocketAddress to, Selector selector)
      throws IOException {
    this.attack = attack;
    this.unsent = attack.sent();
    this.channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.bind(from);
      this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    open(to);
  }

  private void open(InetSocketAddress to) {
    try {
      if (channel.connect(to)) {
        opened();
      }
    } catch (IOException e) {
      end();
    }
  }

  private void opened() throws IOException {
    state = State.OPEN;
    openedAt = System.nanoTime();
    send();
  }

  /** Continues after the selector has found that the connection is ready for something. */
  void goOn(ByteBuffer into) {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        opened();
      } else if (key.isWritable()) {
        send();
      }
      if (state == State.OPEN && key.isReadable()) {
        read(into);
      }
    } catch (IOException e) {
      end();
    }
  }

  private void send() throws IOException {
    channel.write(unsent);
    key.interestOps(
        unsent.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ);
  }

  private void read(ByteBuffer into) throws IOException {
    int read;
    do {
      into.clear();
      read = channel.read(into);
      String start =
          new String(
              into.array(), 0, Math.min(into.position(), STATUS_AT + 3), StandardCharsets.US_ASCII);
      if (start.startsWith("HTTP/1.") && start.length() == STATUS_AT + 3) {
        answer = start.substring(STATUS_AT);
      }
    } while (read > 0);
    if (read < 0) {
      end();
    }
  }

  /** The service has refused or closed the connection. */
  private void end() {
    state = state == State.OPENING ? State.REFUSED : State.CLOSED;
    closedAt = System.nanoTime();
    close();
  }

  /** Closes the connection from this side. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // There is nothing to send and nothing to save.
    }
  }

  State state() {
    return state;
  }

  /** The status of the last answer, or {@code none}. */
  String answer() {
    return answer;
  }

  /** From the moment it was established until the service closed it. */
  double seconds() {
    return (closedAt - openedAt) / 1e9;
  }
}
