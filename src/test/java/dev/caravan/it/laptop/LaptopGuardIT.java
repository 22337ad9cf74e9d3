package dev.caravan.it.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What the laptop's servers refuse: pages of other sites, by each sign of one, and requests without
 * a signature. Nothing may change by a refused request.
 */
class LaptopGuardIT {

  private static final String EVIL = "evil.example";
  private static final String KEY = "images/there.png";

  @TempDir static Path data;

  private static LocalAws aws;
  private static S3Client s3;
  private static SqsClient sqs;

  @BeforeAll
  static void start() throws Exception {
    // ./caravan local locks the folder with such a file; it is no bucket.
    Files.createFile(data.resolve(".caravan-local.lock"));
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(data));
    s3 = aws.s3Client();
    sqs = aws.sqsClient();
    s3.putObject(put -> put.bucket(aws.bucket()).key(KEY), RequestBody.fromString("a picture"));
  }

  @AfterAll
  static void stop() {
    s3.close();
    sqs.close();
    aws.close();
  }

  @AfterEach
  void nothing_has_changed() {
    assertThat(s3.listObjectsV2(list -> list.bucket(aws.bucket())).contents())
        .extracting(S3Object::key)
        .containsExactly(KEY);
    assertThat(s3.getObjectAsBytes(get -> get.bucket(aws.bucket()).key(KEY)).asUtf8String())
        .isEqualTo("a picture");
    assertThat(s3.listBuckets().buckets()).hasSize(1);
    assertThat(sqs.listQueues().queueUrls())
        .containsExactlyInAnyOrder(aws.queueUrl(), aws.deadLetterQueueUrl());
    assertThat(messages()).isZero();
    assertThat(aws.bedrock().misbehaviour().list()).isEmpty();
  }

  /** How a browser shows that a page of another site has sent the request. */
  private enum Sign {
    NAME("Host", EVIL),
    NAME_WITH_PORT("Host", EVIL + ":9324"),
    NAME_THAT_STARTS_LIKE_LOOPBACK("Host", "127.0.0.1." + EVIL),
    ADDRESS_OF_THE_NETWORK("Host", "192.168.0.7"),
    ORIGIN("Origin", "http://" + EVIL),
    ORIGIN_OF_A_SANDBOX("Origin", "null"),
    SITE("Sec-Fetch-Site", "cross-site");

    final String header;
    final String value;

    Sign(String header, String value) {
      this.header = header;
      this.value = value;
    }
  }

  static Stream<Arguments> requestsOfOtherSites() {
    return requests()
        .flatMap(
            request ->
                Stream.of(Sign.values())
                    .flatMap(
                        sign ->
                            Stream.of(true, false)
                                .map(isSigned -> arguments(request, sign, isSigned))));
  }

  @ParameterizedTest
  @MethodSource("requestsOfOtherSites")
  void a_page_of_another_site_reaches_no_server_of_the_laptop(
      Request request, Sign sign, boolean isSigned) {
    aws.bedrock().clearCalls();
    Request sent = request.with(sign.header, sign.value);

    Request.Answer answer = (isSigned ? sent.signed(aws) : sent).send();

    assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
    assertThat(answer.toString()).contains("AccessDenied", "names another site");
    assertThat(answer.head()).doesNotContainIgnoringCase("Access-Control-Allow-Origin");
    assertThat(aws.bedrock().calls()).isEmpty();
  }

  static Stream<Request> requestsThatNeedASignature() {
    return Stream.concat(
        requests().filter(Request::needsSignature),
        Stream.of(
            s3("HEAD", "/" + aws.bucket() + "/" + KEY, ""),
            s3("OPTIONS", "/" + aws.bucket() + "/" + KEY, ""),
            s3("GET", "/", ""),
            s3("GET", "/healthz", ""),
            s3("POST", "/" + aws.bucket(), "key=x"),
            sqs("GET", "/health", "", ""),
            s3("GET", "/" + aws.bucket() + "?list-type=2", "")
                .with("Authorization", "Bearer something"),
            s3("GET", "/" + aws.bucket() + "?list-type=2&X-Amz-Signature=" + "0".repeat(64), ""),
            sqs("GET", "/?Action=ListQueues", "", "")
                .with(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=someone/20260101/us-west-2/sqs/aws4_request,"
                        + " SignedHeaders=host, Signature="
                        + "0".repeat(64))));
  }

  @ParameterizedTest
  @MethodSource("requestsThatNeedASignature")
  void a_request_without_a_signature_of_the_laptop_is_refused(Request request) {
    Request.Answer answer = request.send();

    assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
    if (!request.method().equals("HEAD")) {
      assertThat(answer.text())
          .containsAnyOf(
              "<Code>AccessDenied</Code>",
              "MissingAuthenticationToken",
              "Missing Authentication Token",
              "InvalidClientTokenId");
    }
    assertThat(answer.text()).doesNotContain(KEY, aws.queueUrl());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void signed_requests_to_a_loopback_name_are_answered(String host) {
    List<Request> harmless =
        List.of(
            s3("GET", "/" + aws.bucket() + "?list-type=2", ""),
            s3("GET", "/" + aws.bucket() + "/" + KEY, ""),
            sqs("GET", "/?Action=ListQueues", "", ""),
            sqs("POST", "/", "application/x-www-form-urlencoded", "Action=ListQueues"),
            sqs("POST", "/", "application/x-amz-json-1.0", "{}")
                .with("X-Amz-Target", "AmazonSQS.ListQueues"),
            converse());
    for (Request request : harmless) {
      for (String origin : new String[] {null, "http://localhost:8080"}) {
        Request named = request.with("Host", host + ":" + request.server().getPort());
        Request.Answer answer =
            (origin == null ? named : named.with("Origin", origin)).signed(aws).send();

        assertThat(answer.status()).as(request + ": " + answer).isEqualTo(200);
      }
    }
  }

  @Test
  void signed_requests_change_things() {
    Request send = sendByForm();
    assertThat(send.signed(aws).send().status()).isEqualTo(200);
    assertThat(messages()).isEqualTo(1);
    sqs.purgeQueue(purge -> purge.queueUrl(aws.queueUrl()));
    Request put = s3("PUT", "/" + aws.bucket() + "/" + KEY, "a picture");
    assertThat(put.signed(aws).send().status()).isEqualTo(200);
  }

  @Test
  void a_presigned_url_opens_in_a_browser_from_any_page_until_it_is_changed() {
    URI url = presigned();
    for (String site : new String[] {"none", "same-origin", "same-site", "cross-site"}) {
      Request link = link(url).with("Sec-Fetch-Site", site);

      assertThat(link.send().text()).as(site).isEqualTo("a picture");
    }
    assertThat(link(url).with("Origin", "http://localhost:8080").send().status()).isEqualTo(200);
    assertThat(link(url).with("Origin", "http://" + EVIL).send().status()).isEqualTo(403);
    assertThat(link(url).with("Host", EVIL).send().status()).isEqualTo(403);
    String other = url.toString().replace("there.png", "other.png");
    assertThat(link(URI.create(other)).send().status()).isEqualTo(403);
    Request.Answer written =
        new Request(aws.s3Endpoint(), "", "DELETE", target(url), "", Map.of()).send();
    assertThat(written.status()).isEqualTo(403);
  }

  @Test
  void bedrocks_own_calls_need_no_signature() {
    Request.Answer calls =
        bedrock("GET", "/_caravan/calls", "").with("Origin", "http://[::1]:1").send();

    assertThat(calls.status()).isEqualTo(200);
  }

  /** Every kind of call that reads or changes something. */
  private static Stream<Request> requests() {
    return Stream.of(
        s3("GET", "/" + aws.bucket() + "?list-type=2", ""),
        s3("GET", "/" + aws.bucket() + "/" + KEY, ""),
        s3("PUT", "/" + aws.bucket() + "/images/new.png", "something else"),
        s3("DELETE", "/" + aws.bucket() + "/" + KEY, ""),
        s3("PUT", "/another-bucket", ""),
        sendByForm(),
        sqs("GET", "/?Action=ListQueues", "", ""),
        sqs(
            "POST",
            URI.create(aws.queueUrl()).getPath(),
            "application/x-www-form-urlencoded",
            "Action=DeleteQueue"),
        sqs(
                "POST",
                "/",
                "application/x-amz-json-1.0",
                "{\"QueueUrl\":\"%s\",\"MessageBody\":\"paid for\"}".formatted(aws.queueUrl()))
            .with("X-Amz-Target", "AmazonSQS.SendMessage"),
        // A page can send this type without asking first.
        sqs("POST", "/", "text/plain", "{\"QueueUrl\":\"%s\"}".formatted(aws.queueUrl()))
            .with("X-Amz-Target", "AmazonSQS.DeleteQueue"),
        converse(),
        bedrock("PUT", "/_caravan/rules", "{\"rules\":[{\"action\":\"throttle\"}]}"),
        bedrock("GET", "/_caravan/calls", ""));
  }

  private static Request sendByForm() {
    return sqs(
        "POST",
        URI.create(aws.queueUrl()).getPath(),
        "application/x-www-form-urlencoded",
        "Action=SendMessage&MessageBody=paid+for");
  }

  private static Request converse() {
    return new Request(
        aws.bedrockEndpoint(),
        "bedrock",
        "POST",
        "/model/amazon.nova-lite-v1%3A0/converse",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a lake\"}]}]}",
        Map.of("Content-Type", "application/json"));
  }

  private static Request s3(String method, String target, String body) {
    return new Request(aws.s3Endpoint(), "s3", method, target, body, Map.of());
  }

  private static Request sqs(String method, String target, String type, String body) {
    return new Request(
        aws.sqsEndpoint(),
        "sqs",
        method,
        target,
        body,
        type.isEmpty() ? Map.of() : Map.of("Content-Type", type));
  }

  private static Request bedrock(String method, String target, String body) {
    return new Request(aws.bedrockEndpoint(), "", method, target, body, Map.of());
  }

  private static Request link(URI url) {
    return new Request(aws.s3Endpoint(), "", "GET", target(url), "", Map.of());
  }

  private static String target(URI url) {
    return url.getRawPath() + "?" + url.getRawQuery();
  }

  private static URI presigned() {
    Map<String, String> variables = aws.variables();
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(aws.s3Endpoint())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .region(Region.of(variables.get("AWS_REGION")))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        variables.get("AWS_ACCESS_KEY_ID"),
                        variables.get("AWS_SECRET_ACCESS_KEY"))))
            .build()) {
      return URI.create(
          presigner
              .presignGetObject(
                  presign ->
                      presign
                          .signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(get -> get.bucket(aws.bucket()).key(KEY)))
              .url()
              .toString());
    }
  }

  private static int messages() {
    return sqs
        .getQueueAttributes(
            get ->
                get.queueUrl(aws.queueUrl())
                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        .attributes()
        .values()
        .stream()
        .collect(Collectors.summingInt(Integer::parseInt));
  }
}
