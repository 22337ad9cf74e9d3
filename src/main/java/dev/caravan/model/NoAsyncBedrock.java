package dev.caravan.model;

import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/**
 * Keeps camel-aws-bedrock from building an asynchronous client at every start. Caravan's routes do
 * not stream. Every operation of this client throws UnsupportedOperationException.
 */
public final class NoAsyncBedrock implements BedrockRuntimeAsyncClient {

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
