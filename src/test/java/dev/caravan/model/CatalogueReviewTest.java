package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.local.bedrock.LocalBedrock;
import dev.caravan.local.bedrock.LocalBedrockOptions;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;

/** Compares the catalogue with a Bedrock that answers GetFoundationModel. */
class CatalogueReviewTest {

  private static final String ENTRY =
      """
      default: %1$s
      models:
        - id: %1$s
          name: M
          family: %2$s
          region: us-west-2
          limits: { promptCharacters: 100, outputTokens: 10 }
          price: { image: 0.04, inputTokens: 1, outputTokens: 1 }
          lifecycle: { state: %3$s }
      """;

  private static LocalBedrock bedrock;

  @BeforeAll
  static void start() throws IOException {
    bedrock = LocalBedrock.start(LocalBedrockOptions.defaults());
  }

  @AfterEach
  void behave() {
    bedrock.misbehaviour().clear();
  }

  @AfterAll
  static void stop() {
    bedrock.close();
  }

  @Test
  void nothing_differs_where_both_say_the_same() {
    assertThat(review("amazon.nova-lite-v1:0", "converse", "active")).isEmpty();
    assertThat(review("stability.sd3-5-large-v1:0", "stability", "active")).isEmpty();
  }

  @Test
  void a_model_that_bedrock_calls_legacy_is_named() {
    assertThat(review("stability.stable-image-core-v1:0", "stability", "active"))
        .containsExactly("Bedrock says legacy, and the catalogue active");
  }

  @Test
  void a_retired_model_that_is_still_there_is_named() {
    assertThat(review("amazon.nova-lite-v1:0", "converse", "retired"))
        .containsExactly("Bedrock says active, and the catalogue retired");
  }

  @Test
  void a_model_that_is_gone_is_named_unless_the_catalogue_says_so() {
    assertThat(review("amazon.titan-text-lite-v1", "converse", "active"))
        .singleElement()
        .asString()
        .contains("does not have this model", "state: retired");
    assertThat(review("amazon.titan-text-lite-v1", "converse", "retired")).isEmpty();
  }

  @Test
  void a_family_that_makes_something_else_is_named() {
    assertThat(review("amazon.nova-lite-v1:0", "stability", "active"))
        .singleElement()
        .asString()
        .contains("makes [TEXT]", "stability");
  }

  @Test
  void a_model_behind_an_inference_profile_is_asked_for_by_its_own_id() {
    assertThat(review("us.amazon.nova-lite-v1:0", "converse", "active")).isEmpty();
    assertThat(bedrock.calls())
        .last()
        .satisfies(call -> assertThat(call.modelId()).isEqualTo("amazon.nova-lite-v1:0"));
  }

  @Test
  void a_bedrock_that_does_not_let_us_ask_is_named() {
    bedrock
        .misbehaviour()
        .addAll(
            new RuleReader()
                .read("{\"match\":{\"operation\":\"GetFoundationModel\"},\"action\":\"denied\"}"));

    assertThat(review("amazon.nova-lite-v1:0", "converse", "active"))
        .singleElement()
        .asString()
        .startsWith("Bedrock could not be asked: ");
  }

  @Test
  void the_local_bedrock_agrees_with_the_shipped_catalogue() {
    assertThat(review(Catalogue.read("routes/models.yaml"))).isEmpty();
  }

  private static List<String> review(String id, String family, String state) {
    return review(Catalogue.parse("models.yaml", ENTRY.formatted(id, family, state)));
  }

  private static List<String> review(Catalogue catalogue) {
    try (CatalogueReview review = new CatalogueReview(CatalogueReviewTest::connect)) {
      return review.of(catalogue).stream().map(CatalogueReview.Difference::message).toList();
    }
  }

  private static BedrockClient connect(String region) {
    return BedrockClient.builder()
        .region(Region.of(region))
        .endpointOverride(URI.create(bedrock.endpoint().toString()))
        .httpClientBuilder(SdkDefaults.httpClient())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
