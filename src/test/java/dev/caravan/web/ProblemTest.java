package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

  @Test
  void a_problem_has_the_members_of_rfc_9457_and_those_that_older_clients_read() {
    String json = Problem.of(422, "CONTENT_BLOCKED", "The model's filter refused.", "g-1").toJson();

    assertThat(json)
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
                + "\"detail\":\"The model's filter refused.\",\"code\":\"CONTENT_BLOCKED\","
                + "\"id\":\"g-1\",\"error\":\"The model's filter refused.\"}");
  }

  @Test
  void a_problem_without_a_generation_has_no_id() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(Problem.of(404, "NOT_FOUND", "Nothing.", null).toJson());

    assertThat(json.has("id")).isFalse();
    assertThat(json.path("error").asText()).isEqualTo(json.path("detail").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "400, Bad Request",
    "401, Unauthorized",
    "404, Not Found",
    "405, Method Not Allowed",
    "409, Conflict",
    "413, Content Too Large",
    "414, URI Too Long",
    "415, Unsupported Media Type",
    "416, Range Not Satisfiable",
    "422, Unprocessable Content",
    "429, Too Many Requests",
    "500, Internal Server Error",
    "502, Bad Gateway",
    "503, Service Unavailable",
    "504, Gateway Timeout"
  })
  void the_title_is_the_reason_phrase_of_the_status(int status, String title) {
    assertThat(Problem.of(status, "X", "y", null).title()).isEqualTo(title);
  }

  @Test
  void text_outside_ascii_is_not_escaped() throws IOException {
    String json = Problem.of(400, "X", "“山の湖” 🏔", null).toJson();

    assertThat(new ObjectMapper().readTree(json).path("detail").asText()).isEqualTo("“山の湖” 🏔");
  }

  @Test
  void the_media_type_is_the_one_for_problems() {
    assertThat(Problem.MEDIA_TYPE).isEqualTo("application/problem+json");
  }
}
