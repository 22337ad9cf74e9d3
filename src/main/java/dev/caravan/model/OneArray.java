package dev.caravan.model;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/**
 * The body of an HTTP answer whose length is known, read into one array of that length. To its
 * reader it looks empty: the first read fills the array and answers that there is nothing.
 */
final class OneArray extends FilterInputStream implements Abortable {

  private final byte[] bytes;
  private boolean isRead;

  OneArray(InputStream body, int length) {
    super(body);
    this.bytes = new byte[length];
  }

  /**
   * @throws EOFException where the connection ended before the body did
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

  /** The body itself; null while nobody has read it to its end. */
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
