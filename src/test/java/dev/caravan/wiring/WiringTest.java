package dev.caravan.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.PromptReader;
import dev.caravan.metrics.Meters;
import dev.caravan.pace.Pace;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.store.Contents;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EventNotifier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The plugin binds beans lazily, and a bean of the routes replaces Caravan's bean of the same name.
 */
class WiringTest {

  private static final Path DOCS = Path.of("docs/routes.md");

  @Test
  void the_documentation_lists_every_bean() throws IOException {
    String docs = Files.readString(DOCS);
    if (Boolean.getBoolean("caravan.docs.write")) {
      docs =
          docs.replaceFirst(
              "(?s)\\| bean \\| type \\|.*?\n\n|BEANTABLE\n\n",
              Matcher.quoteReplacement(Wiring.markdown() + "\n"));
      Files.writeString(DOCS, docs);
    }

    assertThat(docs).as("-Dcaravan.docs.write=true writes it").contains(Wiring.markdown());
  }

  @Test
  void every_bean_has_a_name_and_a_type_of_its_own() {
    assertThat(Wiring.ALL).extracting(Bean::name).doesNotHaveDuplicates();
    assertThat(Wiring.ALL).extracting(Bean::type).doesNotHaveDuplicates();
  }

  @Test
  void a_bean_is_made_once_and_only_when_it_is_needed() throws Exception {
    try (DefaultCamelContext context = context()) {
      assertThat(context.getRegistry().findByType(Meters.class))
          .hasSize(1)
          .isEqualTo(context.getRegistry().findByType(Meters.class));
      // One of another type would ask AWS for a region, which this context does not have.
      assertThat(context.getRegistry().lookupByNameAndType("pace", Pace.class))
          .isSameAs(context.getRegistry().lookupByName("pace"));
    }
  }

  @Test
  void a_bean_of_the_routes_replaces_the_default_for_the_beans_made_from_it() throws Exception {
    S3Client mine =
        (S3Client)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {S3Client.class},
                (proxy, method, arguments) -> null);
    try (DefaultCamelContext context = context()) {
      context.getRegistry().unbind("s3");
      context.getRegistry().bind("s3", mine);

      Contents contents = context.getRegistry().lookupByNameAndType("contents", Contents.class);

      assertThat(contents).extracting("s3").isSameAs(mine);
    }
  }

  @Test
  void a_replacement_of_another_type_is_named_with_the_type_that_is_needed() throws Exception {
    try (DefaultCamelContext context = context()) {
      context.getRegistry().unbind("s3");
      context.getRegistry().bind("s3", "not a client");

      assertThatThrownBy(() -> context.getRegistry().lookupByName("contents"))
          .hasMessageContaining("\"s3\"")
          .hasMessageContaining(S3Client.class.getName());
    }
  }

  @Test
  void a_thread_that_waits_for_a_slow_model_is_no_blocked_thread() throws Exception {
    try (DefaultCamelContext context = context()) {
      Properties set = new Properties();
      set.setProperty("caravan.bedrock.timeout-seconds", "300");
      set.setProperty("caravan.pace.wait-seconds", "50");
      set.setProperty("caravan.model.tries", "3");
      context.getPropertiesComponent().setOverrideProperties(set);

      VertxOptions options =
          context.getRegistry().lookupByNameAndType("vertxOptions", VertxOptions.class);

      // Three tries and one on a fallback model, five minutes for a result that S3 refuses, and a
      // minute for S3 and SQS.
      assertThat(options.getMaxWorkerExecuteTimeUnit().toSeconds(options.getMaxWorkerExecuteTime()))
          .isEqualTo(4 * (300 + 50) + 300 + 60);
      // Event loops must never be busy for long.
      assertThat(options.getMaxEventLoopExecuteTime())
          .isEqualTo(VertxOptions.DEFAULT_MAX_EVENT_LOOP_EXECUTE_TIME);
    }
  }

  @Test
  void a_malformed_setting_is_named_when_its_bean_is_made() throws Exception {
    try (DefaultCamelContext context = context()) {
      Properties set = new Properties();
      set.setProperty("caravan.prompt.max-characters", "many");
      context.getPropertiesComponent().setOverrideProperties(set);

      assertThatThrownBy(
              () -> context.getRegistry().lookupByNameAndType("promptReader", PromptReader.class))
          .hasMessageContaining("CARAVAN_PROMPT_MAX_CHARACTERS");
    }
  }

  @Test
  void an_initial_property_wins_over_a_default() throws Exception {
    try (DefaultCamelContext context = context()) {
      Properties initial = new Properties();
      initial.setProperty("http.port", "1234");
      context.getPropertiesComponent().setInitialProperties(initial);

      assertThat(context.resolvePropertyPlaceholders("{{http.port}} {{http.host}}"))
          .isEqualTo("1234 127.0.0.1");
    }
  }

  @Test
  void a_variable_wins_over_a_default_in_every_mode() throws Exception {
    System.setProperty("caravan.url.seconds", "77");
    try (DefaultCamelContext context = context()) {
      PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
      for (int mode :
          List.of(
              PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK,
              PropertiesComponent.SYSTEM_PROPERTIES_MODE_OVERRIDE)) {
        properties.setSystemPropertiesMode(mode);

        assertThat(context.resolvePropertyPlaceholders("{{caravan.url.seconds}}")).isEqualTo("77");
      }
    } finally {
      System.clearProperty("caravan.url.seconds");
    }
  }

  @Test
  void nothing_is_bound_in_a_context_that_only_reads_routes() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext(false)) {
      context.getGlobalOptions().put(CaravanPlugin.ENABLED, "false");
      context.build();

      assertThat(context.getRegistry().findByType(EventNotifier.class)).isEmpty();
      assertThat(context.getRegistry().findByType(LeasingSqsClient.class)).isEmpty();
    }
  }

  @Test
  void a_context_does_not_start_if_its_beans_could_not_be_bound() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addLifecycleStrategy(new StartVeto(new IllegalStateException("no registry")));

      assertThatThrownBy(context::start).hasStackTraceContaining("no registry");
    }
  }

  private static DefaultCamelContext context() {
    return new DefaultCamelContext();
  }
}
