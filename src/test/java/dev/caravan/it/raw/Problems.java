package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What every problem has, whichever part of the server answers with it. */
public final class Problems {

  private Problems() {}

  public static void check(RawAnswer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    JsonNode problem = answer.json();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asText()).as(answer.toString()).isEqualTo(code);
    assertThat(problem.path("title").asText()).isNotEmpty().isEqualTo(answer.phrase());
    assertThat(problem.path("detail").asText()).isNotEmpty().doesNotContain("Exception");
    assertThat(problem.path("error")).isEqualTo(problem.path("detail"));
  }
}
