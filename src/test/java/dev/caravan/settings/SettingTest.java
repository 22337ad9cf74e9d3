package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.settings.Setting.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {

  @ParameterizedTest
  @CsvSource({
    "QUEUE_URL, https://sqs.eu-north-1.amazonaws.com/123456789012/prompts",
    "QUEUE_URL, http://127.0.0.1:9324/000000000000/prompts",
    "QUEUE_URL, https://sqs.eu-north-1.amazonaws.com/123456789012/prompts.fifo",
    "BUCKET, our-generations",
    "BUCKET, abc",
    "BUCKET, my.bucket.1",
    "HOST, 0.0.0.0",
    "HOST, ::",
    "HOST, ::1",
    "HOST, fd00::1:2",
    "HOST, localhost",
    "HOST, caravan.internal",
    "HOST, my_service",
    "HOSTS, images.example.com",
    "HOSTS, Images.EXAMPLE.com",
    "HOSTS, 'images.example.com, 10.1.2.3,fd00::1'",
    "PORT, 0",
    "PORT, 65535",
    "COUNT, 1",
    "PERCENT, 1",
    "PERCENT, 80",
    "COUNT, 2147483647",
    "SECONDS, 1",
    "WAIT, 0",
    "WAIT, 20",
    "FLAG, true",
    "FLAG, false",
    "SWITCH, auto",
    "SWITCH, true",
    "MONEY, 25",
    "MONEY, 0.50",
    "MONEY, 0.000001",
    "LOG_FORMAT, text",
    "LOG_FORMAT, json",
    "WORD, production-eu",
    "WORD, Our/Caravan",
    "TEXT, anything at all"
  })
  void a_valid_value_is_accepted(Kind kind, String value) {
    assertThat(setting(kind, null).complaint(value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUE_URL, prompts",
    "QUEUE_URL, arn:aws:sqs:eu-north-1:123456789012:prompts",
    "QUEUE_URL, https://sqs.eu-north-1.amazonaws.com",
    "QUEUE_URL, https://sqs.eu-north-1.amazonaws.com/prompts",
    "QUEUE_URL, ftp://sqs.eu-north-1.amazonaws.com/1/prompts",
    "QUEUE_URL, https://sqs.eu-north-1.amazonaws.com/1/my prompts",
    "BUCKET, ab",
    "BUCKET, Our-Generations",
    "BUCKET, s3://our-generations",
    "BUCKET, our_generations",
    "BUCKET, -generations",
    "HOST, a b",
    "HOST, http://x.example",
    "HOST, 127.0.0.1:8080",
    "HOST, [::1]",
    "HOST, ::g",
    "HOST, 1::2::3",
    "HOST, 127.0.0.256",
    "HOST, 127.0.0.01",
    "HOST, 127.1",
    "HOST, x..example",
    "HOST, -x.example",
    "HOST, 'a.example,b.example'",
    "HOSTS, http://x.example",
    "HOSTS, 'a b,*.x'",
    "HOSTS, *.example.com",
    "HOSTS, Other.Example:9000",
    "HOSTS, 'a.example,,b.example'",
    "HOSTS, 'a.example,'",
    "HOSTS, ','",
    "HOSTS, x.example/path",
    "HOSTS, user@x.example",
    "PORT, -1",
    "PORT, 65536",
    "PORT, http",
    "PORT, 8080.0",
    "COUNT, 0",
    "PERCENT, 0",
    "PERCENT, 81",
    "COUNT, -5",
    "COUNT, 2147483648",
    "COUNT, 99999999999999999999",
    "SECONDS, 0",
    "SECONDS, 30s",
    "SECONDS, 1.5",
    "WAIT, 21",
    "FLAG, TRUE",
    "FLAG, yes",
    "FLAG, 1",
    "SWITCH, on",
    "LOG_FORMAT, xml",
    "MONEY, 0",
    "MONEY, 0.00",
    "MONEY, $25",
    "MONEY, -1",
    "MONEY, 1e3",
    "MONEY, 0.0000001",
    "WORD, our caravan",
    "WORD, Üben"
  })
  void an_invalid_value_is_reported_with_its_variable_and_a_valid_form(Kind kind, String value) {
    assertThat(setting(kind, "x").complaint(value))
        .contains(
            "OUR_TEST_SETTING is \""
                + value
                + "\"; it must be "
                + kind.right
                + ", for example this-one");
  }

  @ParameterizedTest
  @EnumSource
  void a_missing_required_value_is_reported(Kind kind) {
    for (String nothing : new String[] {null, "", "  "}) {
      assertThat(setting(kind, null).complaint(nothing))
          .contains(
              "OUR_TEST_SETTING is not set; it must be " + kind.right + ", for example this-one");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_setting_with_a_default_may_be_missing(Kind kind) {
    assertThat(setting(kind, "").complaint(null)).isEmpty();
    assertThat(setting(kind, "").complaint("")).isEmpty();
  }

  @Property
  void no_value_makes_the_check_fail_itself(@ForAll Kind kind, @ForAll String value) {
    setting(kind, "x")
        .complaint(value)
        .ifPresent(complaint -> assertThat(complaint).startsWith("OUR_TEST_SETTING is \""));
  }

  @Test
  void a_setting_without_a_default_is_required() {
    assertThat(setting(Kind.TEXT, null).isRequired()).isTrue();
    assertThat(setting(Kind.TEXT, "").isRequired()).isFalse();
  }

  private static Setting setting(Kind kind, String fallback) {
    return new Setting("our.test-setting", kind, fallback, "A setting.", "this-one");
  }
}
