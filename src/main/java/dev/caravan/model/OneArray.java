package dev.caravan.model;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/**
 * Reads the body of an HTTP answer into one array. To its reader the stream looks empty: the first
 * read fills the array and returns the end of the stream. A body of unknown length is copied once.
 */
final class OneArray extends FilterInputStream implements Abortable {

  private static final int UNKNOWN = -1;

  private final int length;
  private byte[] bytes;

  OneArray(InputStream body, int length) {
    super(body);
    this.length = length;
  }

  /**
   * @param body fails or ends before it is too long for an array
   */
  static OneArray ofUnknownLength(InputStream body) {
    return new OneArray(body, UNKNOWN);
  }

  /**
   * @throws EOFException if the connection ended before the body was complete
   */
  @Override
  public int read() throws IOException {
    if (bytes == null) {
      bytes = length == UNKNOWN ? in.readAllBytes() : whole();
    }
    return -1;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    return read();
  }

  private byte[] whole() throws IOException {
    byte[] whole = new byte[length];
    int got = in.readNBytes(whole, 0, length);
    if (got < length) {
      throw new EOFException("The answer ended after %,d of %,d bytes.".formatted(got, length));
    }
    return whole;
  }

  /** The body; null if it has not been read completely. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public void abort() {
    if (in instanceof Abortable abortable) {
      abortable.abort();
    }
  }
}
