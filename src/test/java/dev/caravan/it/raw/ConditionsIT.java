package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditional requests (RFC 9110, section 13) for everything that has an entity tag. */
@ExtendWith(RunningCaravan.class)
class ConditionsIT {

  private static String made(Running caravan) {
    return caravan
        .api()
        .generate("{\"prompt\":\"by the book\",\"model\":\"amazon.nova-lite-v1:0\"}")
        .json()
        .path("id")
        .asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // TAG is the resource's own tag without W/
        "If-None-Match: TAG | 304",
        "If-None-Match: W/TAG | 304",
        "If-None-Match: * | 304",
        "If-None-Match: \"other\", TAG | 304",
        "If-None-Match: \"other\",TAG , \"third\" | 304",
        "If-None-Match: , ,TAG, | 304",
        "If-None-Match: \"a, b\", W/TAG | 304",
        "If-None-Match: \"other\" \\ If-None-Match: TAG | 304",
        "If-None-Match: \"other\" | 200",
        "If-None-Match: w/TAG | 200",
        "If-None-Match: xTAG | 200",
        "If-None-Match: not-a-tag | 200",
        "If-None-Match: \"unfinished | 200",
        "If-Match: * | 200",
        "If-Match: \"other\" | 412",
        "If-Match: W/TAG | 412",
        "If-Match: not-a-tag | 412",
        "If-Match: * \\ If-None-Match: TAG | 304",
        "If-Match: \"other\" \\ If-None-Match: TAG | 412"
      })
  void conditions_mean_the_same_for_every_resource(String row, int status, Running caravan) {
    for (String path :
        List.of(
            "/", "/page/app.js", "/openapi.json", "/generations/" + made(caravan) + "/content")) {
      RawAnswer plain = new RawHttp(caravan.service().httpPort()).ask("GET", path);
      String tag = plain.header("ETag").replaceFirst("^W/", "");
      String[] headers = row.strip().replace("TAG", tag).split(" \\\\ ");

      for (String method : List.of("GET", "HEAD")) {
        RawAnswer answer = new RawHttp(caravan.service().httpPort()).ask(method, path, headers);
        assertThat(answer.status()).as(method + " " + path).isEqualTo(status);
        if (status == 304) {
          assertThat(answer.body()).isEmpty();
          assertThat(answer.header("ETag")).isEqualTo(plain.header("ETag"));
          assertThat(answer.header("Cache-Control")).isEqualTo(plain.header("Cache-Control"));
        } else if (status == 412 && method.equals("GET")) {
          Problems.check(answer, 412, "PRECONDITION_FAILED");
        }
      }
    }
  }

  @Test
  void a_strong_tag_matches_itself(Running caravan) {
    String path = "/generations/" + made(caravan) + "/content";
    String tag = new RawHttp(caravan.service().httpPort()).ask("GET", path).header("ETag");

    assertThat(
            new RawHttp(caravan.service().httpPort()).ask("GET", path, "If-Match: " + tag).status())
        .isEqualTo(200);
  }
}
