package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Result;
import dev.caravan.generation.Sha256;
import dev.caravan.generation.Source;
import dev.caravan.generation.Usage;
import dev.caravan.model.Answer;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Models;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class ResultsTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1};

  // Never called: a first attempt does not ask S3, and the route does the put.
  private final S3Client s3 =
      S3Client.builder()
          .httpClientBuilder(SdkDefaults.httpClient())
          .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
          .endpointOverride(URI.create("http://127.0.0.1:1"))
          .region(Region.US_WEST_2)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .build();
  private final Results results = new Results(s3, urls(s3), "bucket", new ResultKeys("team/"));
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void an_image_goes_to_s3_as_it_was_decoded() {
    exchange.setVariable(Models.ANSWER, new Answer(PNG, "image/png", 7L, null, null));

    Generation running = running();

    results.name(running, exchange);

    assertThat(exchange.getVariable("content")).isSameAs(PNG);
    Result result = exchange.getVariable("result", Result.class);
    assertThat(result.key()).isEqualTo("team/images/" + running.id() + ".png");
    assertThat(result.bytes()).isEqualTo(PNG.length);
    assertThat(result.sha256()).isEqualTo(Sha256.of(PNG).hex());
  }

  @Test
  void the_cost_of_an_adopted_result_and_of_our_own_answer_are_both_counted() {
    Result theirs = new Result("bucket", "team/texts/a.txt", "text/plain", 3, "ab");
    // Both owners began with what an earlier attempt had spent: 1 and 1 tokens for 1 cent.
    Generation claimed = running().spent(new Usage(1, 1), new BigDecimal("0.01"));
    exchange.setVariable("generation", claimed);
    exchange.setVariable(Models.CALLS, 2);
    exchange.setVariable(Models.USAGE, new Usage(4, 6));
    exchange.setVariable(Models.COST, new BigDecimal("0.03"));
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT,
        new StoredByAnotherException(
            theirs.key(),
            new ResultFacts(
                theirs, "m", 7L, new Usage(11, 21), new BigDecimal("0.05"), "end_turn")));

    Generation adopted = results.adopt(exchange);

    assertThat(adopted.usage()).isEqualTo(new Usage(14, 26));
    assertThat(adopted.costUsd()).isEqualByComparingTo("0.07");
    assertThat(adopted.modelCalls()).isEqualTo(2);
    assertThat(adopted.stopReason()).isEqualTo("end_turn");
  }

  private static ResultUrls urls(S3Client s3) {
    return new ResultUrls(
        S3Clients.presigner(s3), s3.serviceClientConfiguration().credentialsProvider(), 3600);
  }

  private static Generation running() {
    Instant now = Instant.now();
    return new Models(Catalogue.read("routes/models.yaml"), 10)
        .accept(
            Generation.accepted(
                GenerationId.random(),
                Source.HTTP,
                new PromptReader(100).fromHttp("{\"prompt\":\"A lake\"}".getBytes()),
                null,
                now))
        .claimed(new Claim("us-1", now.plusSeconds(60)), now)
        .answered(7L, null);
  }
}
