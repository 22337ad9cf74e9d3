package dev.caravan.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3CallTest {

  @ParameterizedTest
  @CsvSource({
    "/bucket/images/g-1.png, images",
    "/bucket/generations/g-1.json, generations",
    "/bucket/generations/sweep, ''",
    "/bucket/generations/probe, ''",
    "/bucket/index/123-g-1, index",
    "/bucket/object, ''",
    "/bucket, ''",
  })
  void only_objects_of_prompts_have_a_folder(String path, String folder) {
    assertThat(S3Call.folder(path, path.indexOf('/', 1))).isEqualTo(folder);
  }
}
