package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OneArrayTest {

  private static final byte[] BODY = {1, 2, 3};

  @Test
  void its_reader_finds_nothing_and_it_has_the_body() throws IOException {
    OneArray body = new OneArray(new ByteArrayInputStream(BODY), BODY.length);

    assertThat(body.bytes()).isNull();
    assertThat(body.readAllBytes()).isEmpty();
    assertThat(body.bytes()).isEqualTo(BODY);
  }

  @Test
  void a_body_of_unknown_length_is_read_to_its_end() throws IOException {
    OneArray body = OneArray.ofUnknownLength(new ByteArrayInputStream(BODY));

    assertThat(body.bytes()).isNull();
    assertThat(body.read()).isEqualTo(-1);
    assertThat(body.bytes()).isEqualTo(BODY);
  }

  @Test
  void a_body_that_ends_early_is_none() {
    OneArray body = new OneArray(new ByteArrayInputStream(BODY), BODY.length + 1);

    assertThatThrownBy(body::read)
        .isInstanceOf(EOFException.class)
        .hasMessage("The answer ended after 3 of 4 bytes.");
    assertThat(body.bytes()).isNull();
  }
}
