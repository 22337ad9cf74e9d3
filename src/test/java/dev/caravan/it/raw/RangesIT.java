package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a content (RFC 9110, section 14). */
@ExtendWith(RunningCaravan.class)
class RangesIT {

  private static String path(Running caravan) {
    String id =
        caravan
            .api()
            .generate("{\"prompt\":\"in parts\",\"model\":\"amazon.nova-lite-v1:0\"}")
            .json()
            .path("id")
            .asText();
    return "/generations/" + id + "/content";
  }

  private static RawAnswer ask(Running caravan, String method, String path, String row) {
    String[] headers = row.isBlank() ? new String[0] : row.strip().split(" \\\\ ");
    return new RawHttp(caravan.service().httpPort()).ask(method, path, headers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // N is the size of the content, L its last position, TAG its entity tag.
        "Range: bytes=0-4 | 206 | bytes 0-4/N",
        "Range: bytes=3-3 | 206 | bytes 3-3/N",
        "Range: bytes=0- | 206 | bytes 0-L/N",
        "Range: bytes=7- | 206 | bytes 7-L/N",
        "Range: bytes=7-999999999999999999999999 | 206 | bytes 7-L/N",
        "Range: bytes=-1 | 206 | bytes L-L/N",
        "Range: bytes=-999999 | 206 | bytes 0-L/N",
        "range: BYTES=0-4 | 206 | bytes 0-4/N",
        "Range:bytes=0-4, | 206 | bytes 0-4/N",
        "Range: bytes=L- | 206 | bytes L-L/N",
        "Range: bytes=N- | 416 | bytes */N",
        "Range: bytes=-0 | 416 | bytes */N",
        "Range: bytes=999999-9999999 | 416 | bytes */N",
        // Several ranges, other units and broken grammar are ignored.
        "Range: bytes=0-4,6-8 | 200 | -",
        "Range: bytes=0-4 \\ Range: bytes=0-4 | 200 | -",
        "Range: bytes=4-0 | 200 | -",
        "Range: bytes=- | 200 | -",
        "Range: bytes=a-b | 200 | -",
        "Range: pages=0-4 | 200 | -",
        "Range: 0-4 | 200 | -",
        "Range: | 200 | -",
        // If-Range compares strongly.
        "Range: bytes=0-4 \\ If-Range: TAG | 206 | bytes 0-4/N",
        "Range: bytes=0-4 \\ If-Range: W/TAG | 200 | -",
        "Range: bytes=0-4 \\ If-Range: \"other\" | 200 | -",
        "Range: bytes=0-4 \\ If-Range: * | 200 | -",
        "Range: bytes=0-4 \\ If-Range: Sat, 29 Oct 2044 19:43:31 GMT | 200 | -",
        "Range: bytes=N- \\ If-Range: \"other\" | 200 | -",
        "If-Range: TAG | 200 | -",
        // Conditions come first.
        "Range: bytes=0-4 \\ If-None-Match: TAG | 304 | -",
        "Range: bytes=0-4 \\ If-None-Match: \"other\" | 206 | bytes 0-4/N",
        "Range: bytes=0-4 \\ If-Match: \"other\" | 412 | -",
        "Range: bytes=0-4 \\ If-Match: TAG | 206 | bytes 0-4/N",
        "Range: bytes=N- \\ If-None-Match: TAG | 304 | -",
        "Range: bytes=N- \\ If-Match: \"other\" | 412 | -"
      })
  void the_range_of_a_request_decides_which_bytes_are_sent(
      String row, int status, String contentRange, Running caravan) {
    String path = path(caravan);
    RawAnswer plain = ask(caravan, "GET", path, "");
    byte[] all = plain.body();
    assertThat(all).hasSizeGreaterThan(20);
    assertThat(plain.header("Content-Length")).isEqualTo(String.valueOf(all.length));
    assertThat(plain.header("Accept-Ranges")).isEqualTo("bytes");

    RawAnswer answer = ask(caravan, "GET", path, filled(row, plain));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    String expected = contentRange.equals("-") ? null : filled(contentRange, plain);
    assertThat(answer.header("Content-Range")).isEqualTo(expected);
    assertThat(answer.header("Transfer-Encoding")).isNull();
    switch (status) {
      case 200 -> assertThat(answer.body()).isEqualTo(all);
      case 206 -> assertPart(answer, plain);
      case 304 -> assertThat(answer.body()).isEmpty();
      case 412 -> Problems.check(answer, 412, "PRECONDITION_FAILED");
      default -> Problems.check(answer, 416, "RANGE_NOT_SATISFIABLE");
    }
  }

  private static void assertPart(RawAnswer part, RawAnswer plain) {
    String[] range = part.header("Content-Range").split("[ /-]");
    byte[] bytes =
        Arrays.copyOfRange(
            plain.body(), Integer.parseInt(range[1]), Integer.parseInt(range[2]) + 1);
    assertThat(part.body()).isEqualTo(bytes);
    assertThat(part.header("Content-Length")).isEqualTo(String.valueOf(bytes.length));
    for (String same :
        new String[] {
          "ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Accept-Ranges"
        }) {
      assertThat(part.header(same)).as(same).isEqualTo(plain.header(same)).isNotNull();
    }
  }

  private static String filled(String row, RawAnswer plain) {
    int size = plain.body().length;
    return row.replace("TAG", plain.header("ETag"))
        .replaceAll("\\bN\\b", String.valueOf(size))
        .replaceAll("\\bL\\b", String.valueOf(size - 1));
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-4", "bytes=999999-", "bytes=-1"})
  void a_range_has_no_meaning_for_head(String range, Running caravan) {
    String path = path(caravan);
    RawAnswer plain = ask(caravan, "GET", path, "");

    RawAnswer head = ask(caravan, "HEAD", path, "Range: " + range);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(plain.body().length));
    assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(head.header("Content-Range")).isNull();
  }

  @Test
  void downloads_follow_each_other_on_one_connection(Running caravan) {
    String request = "GET " + path(caravan) + " HTTP/1.1\r\nHost: localhost\r\n%s\r\n";

    RawHttp.Outcome outcome =
        new RawHttp(caravan.service().httpPort())
            .send(
                request.formatted("")
                    + request.formatted("Range: bytes=2-3\r\n")
                    + request.formatted("Connection: close\r\n"),
                3);

    assertThat(outcome.answers()).extracting(RawAnswer::status).containsExactly(200, 206, 200);
    byte[] all = outcome.answers().get(0).body();
    assertThat(outcome.answers().get(1).body()).isEqualTo(Arrays.copyOfRange(all, 2, 4));
    assertThat(outcome.answers().get(2).body()).isEqualTo(all);
    assertThat(outcome.isClosed()).isTrue();
  }
}
