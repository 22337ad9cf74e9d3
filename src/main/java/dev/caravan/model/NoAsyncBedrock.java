package dev.caravan.model;

import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/**
 * Stands where camel-aws-bedrock would build a second, asynchronous client at every start; no route
 * of ours streams, and every operation of this one says that it isn't supported.
 */
public final class NoAsyncBedrock implements BedrockRuntimeAsyncClient {

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
