package dev.caravan.it.contract;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The S3 and SQS of the contract: those at {@code -Dcaravan.contract.s3} and {@code
 * -Dcaravan.contract.sqs}, otherwise those of a laptop. Bedrock is always the laptop's.
 */
public final class Servers implements ParameterResolver {

  private static final String REGION = "us-east-1";

  /** The parameter of a test. */
  public record Running(
      LocalAws laptop, URI s3Endpoint, URI sqsEndpoint, Map<String, String> variables)
      implements AutoCloseable {

    static Running start() throws IOException {
      Path data = Files.createTempDirectory(Path.of("target"), "contract-data");
      LocalAws laptop = LocalAws.start(LocalAwsOptions.onFreePorts(data));
      URI s3 = endpoint("s3", laptop.s3Endpoint());
      URI sqs = endpoint("sqs", laptop.sqsEndpoint());
      Map<String, String> variables = new HashMap<>(laptop.variables());
      variables.put("AWS_ENDPOINT_URL_S3", s3.toString());
      variables.put("AWS_ENDPOINT_URL_SQS", sqs.toString());
      if (!s3.equals(laptop.s3Endpoint())) {
        // Other servers take any key and know other regions; the laptop's S3 takes its own key
        // only.
        variables.put("AWS_REGION", REGION);
      }
      return new Running(laptop, s3, sqs, Map.copyOf(variables));
    }

    private static URI endpoint(String service, URI otherwise) {
      String given = System.getProperty("caravan.contract." + service, "");
      return given.isEmpty() ? otherwise : URI.create(given);
    }

    public S3Client s3() {
      return S3Client.builder()
          .httpClientBuilder(SdkDefaults.httpClient())
          .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
          .endpointOverride(s3Endpoint)
          .forcePathStyle(true)
          .region(region())
          .credentialsProvider(credentials())
          .build();
    }

    public SqsClient sqs() {
      return SqsClient.builder()
          .httpClientBuilder(SdkDefaults.httpClient())
          .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
          .endpointOverride(sqsEndpoint)
          .region(region())
          .credentialsProvider(credentials())
          .build();
    }

    /** A name for a queue or a bucket that no other test has. */
    public String name() {
      return "contract-" + UUID.randomUUID();
    }

    private Region region() {
      return Region.of(variables.get("AWS_REGION"));
    }

    private AwsCredentialsProvider credentials() {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(
              variables.get("AWS_ACCESS_KEY_ID"), variables.get("AWS_SECRET_ACCESS_KEY")));
    }

    @Override
    public void close() {
      laptop.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Servers.class))
        .getOrComputeIfAbsent(
            Running.class,
            type -> {
              try {
                return Running.start();
              } catch (IOException e) {
                throw new IllegalStateException("The laptop's servers did not start", e);
              }
            },
            Running.class);
  }
}
