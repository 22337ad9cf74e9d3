package dev.caravan.local;

import dev.caravan.local.bedrock.LocalBedrockOptions;
import java.nio.file.Path;

/**
 * Ports and data of the three servers.
 *
 * @param data the folder for the buckets; created if it does not exist
 */
public record LocalAwsOptions(
    int sqsPort, int s3Port, Path data, String bucket, LocalBedrockOptions bedrock) {

  /** Options with free ports, for tests. */
  public static LocalAwsOptions onFreePorts(Path data) {
    return new LocalAwsOptions(0, 0, data, "caravan-local", LocalBedrockOptions.defaults());
  }
}
