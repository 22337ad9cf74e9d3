package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.model.Models;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A result that is paid for survives a short failure of S3. */
class StoreRetriesIT extends CamelMainTestSupport {

  @TempDir static Path data;
  private static LocalAws aws;

  @BeforeAll
  static void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(data));
    aws.useInThisJvm();
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Override
  protected void configure(MainConfigurationProperties configuration) {
    configuration.withRoutesIncludePattern(
        "file:routes/beans.camel.yaml,file:routes/failures.camel.yaml,"
            + "file:routes/generate.camel.yaml");
  }

  @Override
  protected Properties useOverridePropertiesWithPropertiesComponent() {
    Properties properties = new Properties();
    properties.setProperty("sqs.queue.url", aws.queueUrl());
    properties.setProperty("sqs.dead.letter.queue.url", aws.deadLetterQueueUrl());
    properties.setProperty("bucket.name", aws.bucket());
    properties.setProperty("http.port", "0");
    properties.setProperty("management.port", "0");
    return properties;
  }

  @Test
  void a_put_that_fails_is_tried_again_and_the_model_is_not_asked_again() throws Exception {
    AtomicInteger puts = new AtomicInteger();
    // S3Proxy has no setting for failures, so a step before the put fails instead.
    AdviceWith.adviceWith(
        context,
        "put-result",
        route ->
            route
                .weaveById("put")
                .before()
                .process(
                    exchange -> {
                      if (puts.incrementAndGet() < 3) {
                        throw S3Exception.builder().statusCode(503).message("SlowDown").build();
                      }
                    }));
    Generation accepted =
        context
            .getRegistry()
            .lookupByNameAndType("models", Models.class)
            .accept(
                Generation.accepted(
                    GenerationId.random(),
                    Source.HTTP,
                    new Prompt("a haiku", "amazon.nova-lite-v1:0", null, null, null, null),
                    null,
                    Instant.now()));

    Generation done = template.requestBody("direct:generate", accepted, Generation.class);

    assertThat(done.isDone()).isTrue();
    assertThat(puts).hasValue(3);
    assertThat(aws.bedrock().calls()).hasSize(1);
    assertThat(data.resolve(aws.bucket()).resolve(done.result().key())).exists();
  }
}
