package dev.caravan.model;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/**
 * Reads the body of an HTTP answer of known length into one array. To its reader the stream looks
 * empty: the first read fills the array and returns the end of the stream.
 */
final class OneArray extends FilterInputStream implements Abortable {

  private final byte[] bytes;
  private boolean isRead;

  OneArray(InputStream body, int length) {
    super(body);
    this.bytes = new byte[length];
  }

  /**
   * @throws EOFException if the connection ended before the body was complete
   */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!isRead) {
      int got = in.readNBytes(bytes, 0, bytes.length);
      if (got < bytes.length) {
        throw new EOFException(
            "The answer ended after %,d of %,d bytes.".formatted(got, bytes.length));
      }
      isRead = true;
    }
    return -1;
  }

  @Override
  public int read() throws IOException {
    return read(bytes, 0, 0);
  }

  /** The body; null if it has not been read completely. */
  byte[] bytes() {
    return isRead ? bytes : null;
  }

  @Override
  public void abort() {
    if (in instanceof Abortable abortable) {
      abortable.abort();
    }
  }
}
