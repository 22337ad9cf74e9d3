package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteLocationTest {

  @ParameterizedTest
  @CsvSource({
    "s3://bucket, bucket, ''",
    "s3://bucket/, bucket, ''",
    "s3://bucket/routes, bucket, routes/",
    "s3://bucket/team/blue/, bucket, team/blue/"
  })
  void a_place_is_a_bucket_and_a_prefix_that_ends_with_a_slash(
      String text, String bucket, String prefix) {
    assertThat(RouteLocation.parse(text)).contains(new RouteLocation(bucket, prefix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3://B", "s3:/bucket/x", "s3://bucket/a b", "s3://bucket/å"})
  void anything_else_is_a_wrong_setting(String text) {
    assertThat(RouteLocation.parse(text)).isEmpty();
    assertThat(Settings.complaint("caravan.routes", text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes", "/etc/caravan/routes", "s3-routes"})
  void a_folder_is_no_place_in_s3(String text) {
    assertThat(RouteLocation.isMeant(text)).isFalse();
    assertThat(Settings.complaint("caravan.routes", text)).isEmpty();
  }
}
