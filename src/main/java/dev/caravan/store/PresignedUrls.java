package dev.caravan.store;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * URLs by which anybody may GET an object for a while. Where a bucket is reached, and in which
 * region, the SDK's presigner finds out for every URL anew; here it is asked once for each bucket,
 * and a URL after that is only signed.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html">AWS:
 *     query string authentication</a>
 */
final class PresignedUrls {

  private static final String CREDENTIAL = "X-Amz-Credential";
  private static final String PLACEHOLDER = "key";

  /** All that Signature Version 4 puts into a query; what has more is signed in another way. */
  private static final Set<String> QUERY =
      Set.of(
          "X-Amz-Algorithm",
          "X-Amz-Date",
          "X-Amz-SignedHeaders",
          CREDENTIAL,
          "X-Amz-Expires",
          "X-Amz-Security-Token",
          "X-Amz-Signature");

  private final S3Presigner presigner;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final Duration lifetime;
  private final Clock clock;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final Map<String, Optional<Place>> places = new ConcurrentHashMap<>();

  /**
   * @param credentials what URLs are signed with; from where the presigner has its own
   * @param lifetime of a URL; S3 takes up to 7 days
   */
  PresignedUrls(
      S3Presigner presigner,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      Duration lifetime,
      Clock clock) {
    this.presigner = presigner;
    this.credentials = credentials;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  URL get(String bucket, String key) {
    return places
        .computeIfAbsent(bucket, name -> Place.of(presigned(name, PLACEHOLDER)))
        .map(place -> signed(place, key))
        .orElseGet(() -> url(presigned(bucket, key)));
  }

  private URL signed(Place place, String key) {
    SdkHttpRequest request =
        place.bucket().toBuilder().encodedPath(place.path() + encoded(key)).build();
    AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
    return url(
        signer
            .sign(
                sign ->
                    sign.identity(identity)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, place.region())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, place.service())
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock)
                        // As S3 alone has it: the path as it is, and no digest of a body.
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
            .request());
  }

  private SdkHttpRequest presigned(String bucket, String key) {
    return presigner
        .presignGetObject(
            presign ->
                presign
                    .signatureDuration(lifetime)
                    .getObjectRequest(get -> get.bucket(bucket).key(key)))
        .httpRequest();
  }

  /** RFC 3986's unreserved characters and the slash stay as they are. */
  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~")
        .replace("%2F", "/");
  }

  private static URL url(SdkHttpRequest request) {
    try {
      return request.getUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("S3 is reached by HTTP", e);
    }
  }

  /**
   * Where a bucket is.
   *
   * @param bucket a GET without path and query
   * @param path what comes before the key
   * @param service whose signature it takes; {@code s3} but for some access points
   */
  private record Place(SdkHttpRequest bucket, String path, String region, String service) {

    /** Empty where a URL has other signatures, as of directory buckets. */
    static Optional<Place> of(SdkHttpRequest presigned) {
      Map<String, List<String>> query = presigned.rawQueryParameters();
      if (!QUERY.containsAll(query.keySet())
          || !query.getOrDefault("X-Amz-Algorithm", List.of()).contains("AWS4-HMAC-SHA256")) {
        return Optional.empty();
      }
      // access key id/date/region/service/aws4_request
      String[] scope = query.get(CREDENTIAL).get(0).split("/");
      String path = presigned.encodedPath();
      return Optional.of(
          new Place(
              presigned.toBuilder().clearQueryParameters().build(),
              path.substring(0, path.length() - PLACEHOLDER.length()),
              scope[scope.length - 3],
              scope[scope.length - 2]));
    }
  }
}
