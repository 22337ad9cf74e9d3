package dev.caravan.store;

import dev.caravan.generation.Result;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Presigned URLs of results. The SDK's presigner is asked once per bucket, for the address and the
 * scope of the signature. Each URL is then signed by the SDK's signer alone, because the presigner
 * prepares a whole call for it.
 */
public final class ResultUrls {

  /** A key that needs no encoding. */
  private static final String SAMPLE = "x";

  private final S3Presigner presigner;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final Duration lifetime;
  private final Clock clock;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  /**
   * @param credentials those of {@code presigner}
   * @param seconds lifetime of a URL; S3 accepts up to 604,800 (7 days)
   */
  public ResultUrls(
      S3Presigner presigner,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      long seconds) {
    this(presigner, credentials, seconds, Clock.systemUTC());
  }

  ResultUrls(
      S3Presigner presigner,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      long seconds,
      Clock clock) {
    this.presigner = presigner;
    this.credentials = credentials;
    this.lifetime = Duration.ofSeconds(seconds);
    this.clock = clock;
  }

  /**
   * A URL with which anyone can GET the result until it expires, or until the credentials that
   * signed it expire. A browser saves the result under its file name.
   */
  URI of(Result result) {
    Place place = places.computeIfAbsent(result.bucket(), this::place);
    SdkHttpRequest get =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol(place.protocol())
            .host(place.host())
            .port(place.port())
            .encodedPath(place.path() + SdkHttpUtils.urlEncodeIgnoreSlashes(result.key()))
            .putRawQueryParameter(
                "response-content-disposition", "inline; filename=\"" + result.fileName() + '"')
            .build();
    AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
    SignedRequest signed =
        signer.sign(
            sign ->
                sign.identity(identity)
                    .request(get)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, place.region())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, place.service())
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime)
                    // S3 encodes a path once and keeps its dots, unlike other services.
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
    return signed.request().getUri();
  }

  private Place place(String bucket) {
    SdkHttpRequest sample =
        presigner
            .presignGetObject(
                sign ->
                    sign.signatureDuration(lifetime)
                        .getObjectRequest(get -> get.bucket(bucket).key(SAMPLE)))
            .httpRequest();
    return Place.of(sample);
  }

  /**
   * Where a bucket's objects are.
   *
   * @param path of the bucket, encoded; ends with a slash
   */
  private record Place(
      String protocol, String host, int port, String path, String region, String service) {

    /** The request's credential is {@code KEY/DATE/REGION/SERVICE/aws4_request}. */
    static Place of(SdkHttpRequest sample) {
      String[] scope =
          sample.firstMatchingRawQueryParameter("X-Amz-Credential").orElseThrow().split("/");
      String path = sample.encodedPath();
      return new Place(
          sample.protocol(),
          sample.host(),
          sample.port(),
          path.substring(0, path.length() - SAMPLE.length()),
          scope[scope.length - 3],
          scope[scope.length - 2]);
    }
  }
}
