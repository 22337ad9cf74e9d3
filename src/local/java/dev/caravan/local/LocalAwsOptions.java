package dev.caravan.local;

import dev.caravan.local.bedrock.LocalBedrockOptions;
import java.nio.file.Path;

/**
 * Where the three servers listen and what they keep.
 *
 * @param data the folder that buckets lie in; made where it is missing
 */
public record LocalAwsOptions(
    int sqsPort, int s3Port, Path data, String bucket, LocalBedrockOptions bedrock) {

  /** Free ports, for tests. */
  public static LocalAwsOptions onFreePorts(Path data) {
    return new LocalAwsOptions(0, 0, data, "caravan-local", LocalBedrockOptions.defaults());
  }
}
