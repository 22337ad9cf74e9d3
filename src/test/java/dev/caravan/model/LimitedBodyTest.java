package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.AbortableInputStream;

class LimitedBodyTest {

  private static final int LIMIT = 10_000;

  private final AtomicInteger aborts = new AtomicInteger();
  private final AtomicLong read = new AtomicLong();
  private final AtomicInteger afterClose = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, LIMIT - 1, LIMIT})
  void a_body_up_to_the_limit_is_itself(int length) throws IOException {
    assertThat(ending(length).readAllBytes()).hasSize(length);
    try (InputStream body = failing(length)) {
      for (int n = 0; n < length; n++) {
        assertThat(body.read()).isEqualTo(7);
      }
      assertThat(body.read()).isEqualTo(-1);
    }

    assertThat(aborts).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, Integer.MAX_VALUE})
  void a_longer_body_ends_or_fails_there_and_its_connection_is_closed(int length)
      throws IOException {
    assertThat(ending(length).readAllBytes()).hasSize(LIMIT);
    assertThat(aborts).hasValue(1);

    InputStream failing = failing(length);
    assertThatThrownBy(failing::readAllBytes).hasMessage("too long");
    assertThat(aborts).hasValue(2);
    failing.close();
    assertThat(read.get()).isEqualTo(2 * (LIMIT + 1));
  }

  @Test
  void a_close_reads_the_rest_so_that_the_connection_can_be_used_again() throws IOException {
    InputStream body = failing(LIMIT);
    body.read();

    body.close();

    assertThat(read.get()).isEqualTo(LIMIT);
    assertThat(aborts).hasValue(0);
  }

  /** The SDK closes a body twice, and Apache's client throws if a closed one is read. */
  @Test
  void a_second_close_does_not_read() throws IOException {
    InputStream body = ending(5);

    body.close();
    body.close();

    assertThat(afterClose).hasValue(0);
    assertThat(aborts).hasValue(0);
  }

  @Test
  void a_close_does_not_read_a_body_without_end() throws IOException {
    InputStream body = failing(Integer.MAX_VALUE);
    body.read();

    body.close();

    assertThat(read.get()).isEqualTo(LIMIT + 1);
    assertThat(aborts).hasPositiveValue();
  }

  private LimitedBody ending(int length) {
    return LimitedBody.ending(body(length), LIMIT);
  }

  private LimitedBody failing(int length) {
    return LimitedBody.failing(body(length), LIMIT, () -> new IllegalStateException("too long"));
  }

  private AbortableInputStream body(int length) {
    InputStream sevens =
        new InputStream() {
          private long left = length;
          private boolean isClosed;

          @Override
          public void close() {
            isClosed = true;
          }

          @Override
          public int read() throws IOException {
            if (isClosed) {
              afterClose.incrementAndGet();
              throw new IOException("closed");
            }
            if (left == 0) {
              return -1;
            }
            left--;
            read.incrementAndGet();
            return 7;
          }

          @Override
          public int read(byte[] into, int offset, int count) throws IOException {
            int next = count == 0 ? 0 : read();
            if (next > 0) {
              into[offset] = (byte) next;
            }
            return next < 0 ? -1 : Math.min(1, count);
          }
        };
    return AbortableInputStream.create(sevens, aborts::incrementAndGet);
  }
}
