package dev.caravan.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.http.Abortable;

/**
 * The body of an HTTP answer up to a limit. If it is longer, its connection is closed, and the body
 * ends or fails there.
 */
final class LimitedBody extends FilterInputStream implements Abortable {

  private final Optional<Supplier<RuntimeException>> failure;
  private long left;
  private boolean isAborted;
  private boolean isClosed;

  private LimitedBody(InputStream body, long limit, Optional<Supplier<RuntimeException>> failure) {
    super(body);
    this.left = limit;
    this.failure = failure;
  }

  static LimitedBody ending(InputStream body, long limit) {
    return new LimitedBody(body, limit, Optional.empty());
  }

  static LimitedBody failing(InputStream body, long limit, Supplier<RuntimeException> failure) {
    return new LimitedBody(body, limit, Optional.of(failure));
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return atLimit();
    }
    int got = in.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(0, got);
    return got;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** The next byte tells whether the body ends exactly at the limit. */
  private int atLimit() throws IOException {
    if (in.read() >= 0) {
      abort();
      if (failure.isPresent()) {
        throw failure.get().get();
      }
    }
    return -1;
  }

  /**
   * Reads the rest of the body first, so that the connection can be used again, but no more than
   * the limit.
   */
  @Override
  public void close() throws IOException {
    if (isClosed) {
      // The SDK closes a body twice, and Apache's client throws if a closed one is read.
      return;
    }
    isClosed = true;
    byte[] rest = new byte[8192];
    try {
      while (!isAborted && read(rest, 0, rest.length) >= 0) {
        // The rest is not needed.
      }
    } catch (IOException | RuntimeException e) {
      // The reader has its result already, or an earlier exception.
      abort();
    }
    in.close();
  }

  @Override
  public void abort() {
    isAborted = true;
    if (in instanceof Abortable abortable) {
      abortable.abort();
    }
  }
}
