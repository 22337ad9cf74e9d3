package dev.caravan.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/**
 * Remembers how each operation on a bucket is signed. The SDK works that out for every call, from
 * rules whose result depends on the key of no object. Each client has its own, because its other
 * settings never change.
 */
final class RememberedAuthSchemes implements S3AuthSchemeProvider {

  private record Call(String operation, String bucket) {}

  private final S3AuthSchemeProvider rules = S3AuthSchemeProvider.defaultProvider();
  private final Map<Call, List<AuthSchemeOption>> known = new ConcurrentHashMap<>();

  @Override
  public List<AuthSchemeOption> resolveAuthScheme(S3AuthSchemeParams params) {
    Call call = new Call(params.operation(), params.bucket());
    List<AuthSchemeOption> found = known.get(call);
    if (found == null) {
      found = List.copyOf(rules.resolveAuthScheme(params));
      known.put(call, found);
    }
    return found;
  }
}
