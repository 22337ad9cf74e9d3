package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.it.raw.RawHttp.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose end two servers could see at different places. Each contains a second, complete
 * request that would be paid for. It must not run, and the connection must end.
 */
@ExtendWith(RunningCaravan.class)
class FramingIT {

  private static final String PROMPT =
      "{\"prompt\":\"smuggled\",\"model\":\"amazon.nova-lite-v1:0\"}";
  private static final String HIDDEN =
      "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: %d\r\n\r\n%s".formatted(PROMPT.length(), PROMPT);
  private static final String LENGTH = "Content-Length must occur once";
  private static final String CODING = "Transfer-Encoding must be chunked";
  private static final String BOTH = "Send either Content-Length or Transfer-Encoding";
  private static final String NAME = "The name of a header has a character";
  private static final String FOLD = "A header goes on in another line";
  private static final String VALUE = "The value of a header has a control character";
  private static final String COLON = "A line of the headers has no colon";
  private static final String LINE_END = "A line of the request does not end with CR LF";
  private static final String SIZE = "The size of a chunk must be a hexadecimal number";
  private static final String CHUNK_LINE = "The line with the size of a chunk has";
  private static final String CHUNK_END = "A chunk is longer than its size, or does not end";
  private static final String CHUNKED_END = "0\r\n\r\n";

  /**
   * @param head headers of the outer request after Host
   * @param body before the hidden request
   * @param detail how the sentence about it begins
   */
  record Row(String name, String head, String body, String detail) {

    String request() {
      return "POST /generate HTTP/1.1\r\nHost: localhost\r\n"
          + head
          + "\r\nContent-Type: application/json\r\n\r\n"
          + body
          + HIDDEN;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> ambiguous() {
    String te = "Transfer-Encoding: ";
    return Stream.of(
        new Row("an unknown coding", te + "xchunked", "", CODING),
        new Row("identity with a length", te + "identity\r\nContent-Length: 0", "", CODING),
        new Row("identity alone", te + "identity", "", CODING),
        new Row("chunked and a length", te + "chunked\r\nContent-Length: 5", CHUNKED_END, BOTH),
        new Row(
            "a length and chunked", "Content-Length: 5\r\n" + te + "chunked", CHUNKED_END, BOTH),
        new Row("chunked twice in one line", te + "chunked, chunked", CHUNKED_END, CODING),
        new Row("chunked in two lines", te + "chunked\r\n" + te + "chunked", CHUNKED_END, CODING),
        new Row("gzip before chunked", te + "gzip, chunked", CHUNKED_END, CODING),
        new Row("chunked before gzip", te + "chunked, gzip", CHUNKED_END, CODING),
        new Row("chunked with a parameter", te + "chunked;q=1", CHUNKED_END, CODING),
        new Row("an empty element", te + ", chunked", CHUNKED_END, CODING),
        new Row("quotes", te + "\"chunked\"", CHUNKED_END, CODING),
        new Row("no coding", te, "", CODING),
        new Row("a folded line", "Transfer-Encoding:\r\n chunked", CHUNKED_END, FOLD),
        new Row("a tab that ends in the name", "Transfer-Encoding\t: chunked", CHUNKED_END, NAME),
        new Row("a space that ends the name", "Transfer-Encoding : chunked", CHUNKED_END, NAME),
        new Row("a vertical tab before the coding", te + "\u000bchunked", CHUNKED_END, VALUE),
        new Row("a control character after the coding", te + "chunked\u0000", CHUNKED_END, VALUE),
        new Row("a line that ends with LF alone", "X: y\n" + te + "chunked", CHUNKED_END, LINE_END),
        new Row("a line that ends with CR alone", "X: y\r" + te + "chunked", CHUNKED_END, LINE_END),
        new Row("two lengths", "Content-Length: 0\r\nContent-Length: 9", "", LENGTH),
        new Row("the same length twice", "Content-Length: 0\r\nContent-Length: 0", "", LENGTH),
        new Row("two lengths in a line", "Content-Length: 0, 0", "", LENGTH),
        new Row("a length with a sign", "Content-Length: +0", "", LENGTH),
        new Row("a negative length", "Content-Length: -1", "", LENGTH),
        new Row("a hexadecimal length", "Content-Length: 0x0", "", LENGTH),
        new Row("a length with a space inside", "Content-Length: 0 0", "", LENGTH),
        new Row("no length", "Content-Length:", "", LENGTH),
        new Row("a length that overflows", "Content-Length: 18446744073709551616", "", LENGTH),
        new Row("a folded length", "Content-Length: 0\r\n 0", "", FOLD),
        new Row("a bad chunk size", te + "chunked", "zz\r\n\r\n", SIZE),
        new Row("a chunk size with a sign", te + "chunked", "+1\r\na\r\n0\r\n\r\n", SIZE),
        new Row("a chunk size with 0x", te + "chunked", "0x1\r\na\r\n0\r\n\r\n", SIZE),
        new Row("a chunk size that overflows", te + "chunked", "100000000\r\na\r\n0\r\n\r\n", SIZE),
        new Row("a chunk longer than its size", te + "chunked", "1\r\nabc\r\n0\r\n\r\n", CHUNK_END),
        new Row("a chunk size that ends with LF", te + "chunked", "1\na\r\n0\r\n\r\n", CHUNK_LINE),
        new Row("a chunk that ends with LF", te + "chunked", "1\r\na\n0\r\n\r\n", CHUNK_END),
        new Row("a bad trailer", te + "chunked", "0\r\nno colon\r\n\r\n", COLON),
        new Row("a second Host", "Host: other", "", "The header Host occurs more than once."),
        new Row("a header without a colon", "Content-Length 0", "", COLON),
        new Row("a header without a name", ": 0\r\nContent-Length: 0", "", "A header has no name."),
        new Row("a folded first line", " folded: 1\r\nContent-Length: 0", "", FOLD),
        new Row("a coding in a fold", "X: a\r\n " + te + "chunked\r\nContent-Length: 0", "", FOLD),
        new Row("a length in a fold", "X: a\r\n\tContent-Length: 9\r\nContent-Length: 0", "", FOLD),
        new Row("a fold without text", "X: a\r\n \r\nContent-Length: 0", "", FOLD),
        new Row("a fold at the end", "Content-Length: 0\r\nX: a\r\n b", "", FOLD));
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void a_request_that_can_be_read_in_two_ways_is_refused_and_nothing_after_it_runs(
      Row row, Running caravan) {
    Outcome outcome = new RawHttp(caravan.service().httpPort()).send(row.request());

    Problems.check(outcome.only(), 400, "BAD_REQUEST");
    assertThat(outcome.only().json().path("detail").asText()).startsWith(row.detail());
    assertThat(outcome.isClosed()).isTrue();
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void it_is_refused_on_the_management_port_too(Row row, Running caravan) {
    Outcome outcome =
        new RawHttp(caravan.service().managementPort())
            .send(row.request().replace("/generate", "/dead-letters/redrive"));

    Problems.check(outcome.only(), 400, "BAD_REQUEST");
    assertThat(outcome.isClosed()).isTrue();
  }

  @Test
  void old_http_has_no_transfer_encoding(Running caravan) {
    Outcome outcome =
        new RawHttp(caravan.service().httpPort())
            .send(
                "POST /generate HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + HIDDEN);

    Problems.check(outcome.only(), 400, "BAD_REQUEST");
    assertThat(outcome.isClosed()).isTrue();
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_bad_request_after_good_ones_is_answered_in_its_turn(Running caravan) {
    String good = "GET /generations/%s HTTP/1.1\r\nHost: localhost\r\n\r\n";
    Outcome outcome =
        new RawHttp(caravan.service().httpPort())
            .send(good.formatted("a") + good.formatted("b") + "no http\r\n\r\n" + HIDDEN, 3);

    assertThat(outcome.answers()).extracting(RawAnswer::status).isEqualTo(List.of(404, 404, 400));
    assertThat(outcome.isClosed()).isTrue();
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_chunked_body_and_requests_one_after_the_other_are_fine(Running caravan) {
    String chunked =
        "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: Chunked\r\n\r\n%x;name=\"v\"\r\n%s\r\n0\r\nX-Trailer: 1\r\n\r\n"
                .formatted(PROMPT.length(), PROMPT);
    Outcome outcome =
        new RawHttp(caravan.service().httpPort()).send(chunked + HIDDEN + "\r\n" + chunked, 3);

    assertThat(outcome.answers()).extracting(RawAnswer::status).isEqualTo(List.of(200, 200, 200));
    assertThat(outcome.isClosed()).isFalse();
    assertThat(caravan.aws().bedrock().calls()).hasSize(3);
  }

  @Test
  void a_client_that_waits_for_permission_and_gets_a_refusal_is_not_misunderstood(Running caravan) {
    Outcome outcome =
        new RawHttp(caravan.service().httpPort())
            .send(
                "POST /nothing HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Content-Length: "
                    + HIDDEN.length()
                    + "\r\n\r\n"
                    + HIDDEN);

    Problems.check(outcome.only(), 404, "NOT_FOUND");
    assertThat(outcome.only().header("Connection")).isEqualTo("close");
    assertThat(outcome.isClosed()).isTrue();
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }
}
