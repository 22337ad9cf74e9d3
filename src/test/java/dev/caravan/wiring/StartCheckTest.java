package dev.caravan.wiring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Properties;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.junit.jupiter.api.Test;

class StartCheckTest {

  @Test
  void valid_settings_start() throws IOException {
    assertThatCode(() -> start("http.host", "127.0.0.1")).doesNotThrowAnyException();
  }

  @Test
  void an_open_api_without_tokens_does_not_start() {
    assertThatThrownBy(() -> start("http.host", "0.0.0.0"))
        .hasRootCauseInstanceOf(VetoCamelContextStartException.class)
        .hasMessageContaining("CARAVAN_HTTP_TOKENS");
  }

  @Test
  void a_queue_that_is_its_own_dead_letter_queue_does_not_start() {
    assertThatThrownBy(() -> start("sqs.dead.letter.queue.url", "http://127.0.0.1:1/0/prompts"))
        .hasMessageContaining("the same queue");
  }

  private static void start(String key, String value) throws IOException {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Properties set = new Properties();
      set.setProperty("sqs.queue.url", "http://127.0.0.1:1/0/prompts");
      set.setProperty("sqs.dead.letter.queue.url", "http://127.0.0.1:1/0/dead-letters");
      set.setProperty("bucket.name", "results");
      set.setProperty(key, value);
      PropertiesComponent properties = context.getPropertiesComponent();
      properties.setOverrideProperties(set);
      context.addLifecycleStrategy(new StartCheck());
      context.start();
    }
  }
}
