package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.camel.PropertyBindingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CamelSettingErrorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.server.uploadEnabled",
        "camel.server.upload-enabled",
        "CAMEL_SERVER_UPLOADENABLED",
        "CAMEL_SERVER_UPLOAD_ENABLED"
      })
  void the_setting_is_named_as_the_user_has_written_it(String written) {
    assertThat(
            new CamelSettingError(Set.of("PATH", "camel.server.host", written))
                .line(new IllegalStateException(refused("camel.server.", null))))
        .contains(written + " is set, but Camel has no such setting; remove it");
  }

  @Test
  void a_setting_from_elsewhere_is_named_as_camel_names_it() {
    assertThat(new CamelSettingError(Set.of()).line(refused("camel.server.", null)))
        .contains("camel.server.uploadEnabled is set, but Camel has no such setting; remove it");
  }

  @Test
  void a_value_that_camel_can_not_read_is_repeated() {
    assertThat(
            new CamelSettingError(Set.of())
                .line(refused("camel.server.", new IllegalArgumentException("not a boolean"))))
        .contains(
            "camel.server.uploadEnabled is \"true\", which Camel can't read; correct it or remove"
                + " it");
  }

  @Test
  void a_setting_with_too_many_dots_is_found_by_its_end() {
    Throwable thrown =
        new IllegalArgumentException(
            "Cannot find getter method: server on bean: class X when binding property: server.host");

    assertThat(
            new CamelSettingError(Set.of("OUR_SERVER_HOST", "CAMEL_MAIN_SERVER_HOST")).line(thrown))
        .contains("CAMEL_MAIN_SERVER_HOST is set, but Camel has no such setting; remove it");
    assertThat(new CamelSettingError(Set.of("OUR_SERVER_HOST")).line(thrown)).isEmpty();
  }

  @Test
  void an_option_in_a_route_is_no_setting() {
    assertThat(new CamelSettingError(Set.of()).line(refused(null, null))).isEmpty();
    assertThat(new CamelSettingError(Set.of()).line(new IllegalStateException())).isEmpty();
  }

  private static PropertyBindingException refused(String prefix, Throwable cause) {
    return new PropertyBindingException(
        new Object(), "uploadEnabled", "true", prefix, "uploadEnabled", cause);
  }
}
