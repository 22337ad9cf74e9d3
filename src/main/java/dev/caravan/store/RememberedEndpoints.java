package dev.caravan.store;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Remembers the address of each bucket. The SDK works it out for every call, from rules whose
 * result depends on the key of no object. Each client has its own, because its other settings never
 * change.
 */
final class RememberedEndpoints implements S3EndpointProvider {

  /** The parameters of the rules that differ between the operations of one client. */
  private record Call(
      String bucket, Boolean lambda, Boolean directoryControl, Boolean noDirectorySession) {}

  private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
  private final Map<Call, CompletableFuture<Endpoint>> known = new ConcurrentHashMap<>();

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams params) {
    Call call =
        new Call(
            params.bucket(),
            params.useObjectLambdaEndpoint(),
            params.useS3ExpressControlEndpoint(),
            params.disableS3ExpressSessionAuth());
    CompletableFuture<Endpoint> found = known.get(call);
    if (found == null) {
      found = rules.resolveEndpoint(params);
      if (!found.isCompletedExceptionally()) {
        known.put(call, found);
      }
    }
    return found;
  }
}
