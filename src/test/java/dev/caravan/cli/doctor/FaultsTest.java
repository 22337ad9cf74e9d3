package dev.caravan.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.SystemProperties;
import dev.caravan.cli.doctor.StubAws.Answer;
import dev.caravan.metrics.cloudwatch.LocalCloudWatch;
import dev.caravan.model.Catalogue;
import dev.caravan.routes.delivery.RouteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Each check with the faults that it must find, and without a fault. */
class FaultsTest {

  private static final String QUEUE = "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts";
  private static final String LETTERS = QUEUE + "-dead-letters";
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
  private static final String SECRET = "a-token-that-no-one-may-see";

  /** A good queue; the dead letters are those of {@link #LETTERS}. */
  private static final Map<String, String> GOOD =
      Map.of(
          "VisibilityTimeout", "120",
          "MessageRetentionPeriod", "345600",
          "ApproximateNumberOfMessages", "3",
          "ApproximateNumberOfMessagesNotVisible", "2",
          "RedrivePolicy", policy("prompts-dead-letters", 15));

  /**
   * @param status null for a healthy case
   * @param words that the line contains
   */
  record Case(String check, String fault, Status status, String words, Finds finds) {

    @Override
    public String toString() {
      return check + ": " + fault;
    }
  }

  /** Runs a check. */
  interface Finds {
    List<Finding> run() throws Exception;
  }

  @TempDir static Path folder;

  static Stream<Case> cases() {
    return Stream.of(
            settings(),
            tokens(),
            credentials(),
            regions(),
            queue(),
            deadLetters(),
            bucket(),
            routes(),
            models(),
            clock(),
            metrics())
        .flatMap(Function.identity());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void is_found_and_named_in_one_line(Case planted) throws Exception {
    List<Finding> findings = planted.finds().run();

    assertThat(findings).isNotEmpty();
    assertThat(findings)
        .allSatisfy(
            each -> {
              assertThat(each.check()).isEqualTo(planted.check());
              assertThat(each.message()).isNotBlank().doesNotContain("\n").doesNotContain(SECRET);
            });
    if (planted.status() == null) {
      assertThat(findings).allMatch(each -> each.status() == Status.OK, findings.toString());
      assertThat(findings.get(0).message()).contains(planted.words());
    } else {
      assertThat(findings)
          .as(findings.toString())
          .anyMatch(
              each ->
                  each.status() == planted.status() && each.message().contains(planted.words()));
    }
  }

  @Test
  void every_check_has_a_fault_and_a_healthy_case() {
    Set<String> faulty = new HashSet<>();
    Set<String> healthy = new HashSet<>();
    cases().forEach(each -> (each.status() == null ? healthy : faulty).add(each.check()));
    Set<String> all =
        new Checks(key -> null, Map.of(), Path.of("routes/models.yaml"))
            .all().stream().map(Check::name).collect(Collectors.toSet());

    assertThat(faulty).isEqualTo(all);
    assertThat(healthy).isEqualTo(all);
  }

  @Test
  void the_page_lists_every_check() throws IOException {
    String page = Files.readString(Path.of("docs/doctor.md"));

    assertThat(new Checks(key -> null, Map.of(), Path.of("routes/models.yaml")).all())
        .extracting(Check::name)
        .allSatisfy(name -> assertThat(page).contains("\n| `" + name + "` | "));
  }

  private static Stream<Case> settings() {
    return Stream.of(
        ok("settings", "settings are valid", () -> new SettingsCheck(values()).run()),
        failed(
            "settings",
            "a missing setting",
            "BUCKET_NAME is not set",
            () -> new SettingsCheck(values("bucket.name", "")).run()),
        failed(
            "settings",
            "a malformed setting",
            "CARAVAN_QUEUE_CONSUMERS is \"many\"",
            () -> new SettingsCheck(values("caravan.queue.consumers", "many")).run()));
  }

  private static Stream<Case> tokens() {
    return Stream.of(
        ok("tokens", "127.0.0.1 only", () -> new TokensCheck(values()).run()),
        ok(
            "tokens",
            "website, batch",
            () ->
                new TokensCheck(
                        values("caravan.http.tokens", "website=" + SECRET + ",batch=another-one"))
                    .run()),
        ok(
            "tokens",
            "the tokens of website",
            () ->
                new TokensCheck(
                        values(
                            "caravan.http.tokens-file", file("website sha256:" + "0".repeat(64))))
                    .run()),
        failed(
            "tokens",
            "an open address without tokens",
            "set CARAVAN_HTTP_TOKENS",
            () -> new TokensCheck(values("http.host", "0.0.0.0")).run()),
        failed(
            "tokens",
            "a malformed list",
            "CARAVAN_HTTP_TOKENS is wrong",
            () -> new TokensCheck(values("caravan.http.tokens", "a b=" + SECRET)).run()),
        failed(
            "tokens",
            "a token instead of its digest in the file",
            "line 1 is not",
            () ->
                new TokensCheck(values("caravan.http.tokens-file", file("website " + SECRET)))
                    .run()),
        failed(
            "tokens",
            "a file that is missing",
            "it does not exist",
            () ->
                new TokensCheck(
                        values("caravan.http.tokens-file", folder.resolve("none").toString()))
                    .run()),
        warning(
            "tokens",
            "anonymous callers on an open address",
            "can spend money",
            () ->
                new TokensCheck(values("http.host", "0.0.0.0", "caravan.http.anonymous", "true"))
                    .run()));
  }

  private static Stream<Case> credentials() {
    String identity =
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/caravan-task/x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
    return Stream.of(
        ok("credentials", "assumed-role/caravan-task", () -> sts(new Answer(200, "", identity))),
        failed(
            "credentials",
            "an expired session",
            "ExpiredToken",
            () -> sts(Answer.query(403, "ExpiredToken", "it is expired"))),
        // SQS and STS repeat the signed request below the first line, with the session's token.
        failed(
            "credentials",
            "a wrong signature",
            "does not match",
            () -> sts(Answer.query(403, "SignatureDoesNotMatch", "does not match\n\n" + SECRET))),
        warning(
            "credentials",
            "STS can't be reached",
            "not known whose credentials",
            () -> {
              StubAws stub = StubAws.always(Answer.empty(200));
              stub.close();
              return new CredentialsCheck(stub::sts).run();
            }));
  }

  private static Stream<Case> regions() {
    return Stream.of(
        ok("regions", "eu-north-1; models in us-", () -> regions(values(), "eu-north-1")),
        failed("regions", "no region", "set AWS_REGION", () -> regions(values(), null)),
        failed(
            "regions",
            "a queue in another region",
            "SQS_QUEUE_URL is a queue in eu-north-1, but Caravan calls SQS in us-east-1",
            () -> regions(values(), "us-east-1")),
        warning(
            "regions",
            "a region that does not exist",
            "\"eu-nort-1\"",
            () ->
                regions(
                    values(
                        "sqs.queue.url", "http://127.0.0.1/1/prompts",
                        "sqs.dead.letter.queue.url", "http://127.0.0.1/1/letters"),
                    "eu-nort-1")));
  }

  private static Stream<Case> queue() {
    return Stream.of(
        ok("queue", "3 waiting, 2 in progress; maxReceiveCount 15", () -> queue(GOOD)),
        failed(
            "queue",
            "a queue that does not exist",
            "does not exist",
            () ->
                queue(
                    StubAws.always(
                        Answer.json(400, "com.amazonaws.sqs#QueueDoesNotExist", "no such queue")))),
        failed(
            "queue",
            "a role that may not look",
            "Allow sqs:GetQueueAttributes",
            () -> queue(StubAws.always(Answer.json(403, "AccessDeniedException", "no")))),
        failed("queue", "no connection", "can't be reached", () -> queue(closed())),
        warning(
            "queue",
            "no redrive policy",
            "set one to prompts-dead-letters with maxReceiveCount 15",
            () -> queue(without("RedrivePolicy"))),
        failed(
            "queue",
            "the other queue's dead-letter queue",
            "SQS_QUEUE_URL and SQS_DEAD_LETTER_QUEUE_URL are swapped",
            () ->
                queue(
                    inTurn(
                        without("RedrivePolicy"), with("RedrivePolicy", policy("prompts", 15))))),
        warning(
            "queue",
            "too few receives",
            "maxReceiveCount is 1",
            () -> queue(with("RedrivePolicy", policy("prompts-dead-letters", 1)))),
        warning(
            "queue",
            "another dead-letter queue",
            "SQS moves prompts to others, but SQS_DEAD_LETTER_QUEUE_URL names prompts-dead-letters",
            () -> queue(with("RedrivePolicy", policy("others", 15)))),
        warning(
            "queue",
            "prompts that SQS deletes before they expire",
            "after 24 h without a dead letter",
            () -> queue(with("MessageRetentionPeriod", "86400"))));
  }

  private static Stream<Case> deadLetters() {
    return Stream.of(
        ok(
            "dead-letters",
            "prompts-dead-letters: 3 waiting",
            () -> deadLetters(StubAws.queue(GOOD))),
        failed(
            "dead-letters",
            "a queue that does not exist",
            "check SQS_DEAD_LETTER_QUEUE_URL",
            () ->
                deadLetters(
                    StubAws.always(
                        Answer.json(400, "com.amazonaws.sqs#QueueDoesNotExist", "no such queue")))),
        failed(
            "dead-letters",
            "two queues whose URLs are swapped",
            "SQS_QUEUE_URL and SQS_DEAD_LETTER_QUEUE_URL are swapped",
            () -> deadLetters(StubAws.queue(with("RedrivePolicy", policy("prompts", 15))))),
        warning(
            "dead-letters",
            "letters that SQS deletes on a weekend",
            "after 48 h",
            () -> deadLetters(StubAws.queue(with("MessageRetentionPeriod", "172800")))));
  }

  private static Stream<Case> routes() {
    String place = "s3://our-routes/routes";
    String active =
        "{\"schema\":1,\"active\":{\"id\":\"3-00000000\",\"number\":3,\"set\":\"%s\",\"at\":\"2026-01-01T00:00:00Z\"}}";
    return Stream.of(
        ok("routes", "those of a folder", () -> routes("routes", Answer.empty(500))),
        ok(
            "routes",
            place + ": number 3, image",
            () -> routes(place, new Answer(200, "", active.formatted("image")))),
        warning(
            "routes",
            "a store without an active set",
            "push one with caravan routes push",
            () -> routes(place, Answer.xml(404, "NoSuchKey", "no"))),
        failed(
            "routes",
            "a bucket of routes that does not exist",
            "NoSuchBucket",
            () -> routes(place, Answer.xml(404, "NoSuchBucket", "no"))),
        failed(
            "routes",
            "a store that the role may not read",
            "AccessDenied",
            () -> routes(place, Answer.xml(403, "AccessDenied", "no"))),
        failed(
            "routes",
            "a pointer that is damaged",
            "It is not JSON",
            () -> routes(place, new Answer(200, "", "{"))),
        failed(
            "routes",
            "an active set that is damaged",
            "is missing or damaged; push its files again",
            () -> routes(place, new Answer(200, "", active.formatted("a".repeat(64))))),
        failed(
            "routes",
            "a place that is none",
            "it must be s3://bucket/prefix",
            () -> routes("s3://Our_Routes", Answer.empty(500))));
  }

  private static Stream<Case> bucket() {
    // A store that refuses each condition, as S3 does after the first start.
    Map<String, Answer> good =
        Map.of(
            "PUT", Answer.xml(412, "PreconditionFailed", "no"),
            "GET", new Answer(200, "", "probe"),
            "HEAD", Answer.empty(200));
    return Stream.of(
        ok("bucket", "our-generations in eu-north-1", () -> bucket(good)),
        failed(
            "bucket",
            "a store that ignores conditions",
            "ignores If-None-Match",
            () -> bucket(changed(good, "PUT", Answer.empty(200)))),
        failed(
            "bucket",
            "a bucket that does not exist",
            "Check BUCKET_NAME",
            () -> bucket(changed(good, "PUT", Answer.xml(404, "NoSuchBucket", "no")))),
        failed(
            "bucket",
            "a bucket in another region",
            "Set AWS_REGION",
            () -> bucket(changed(good, "PUT", Answer.xml(301, "PermanentRedirect", "no")))),
        failed(
            "bucket",
            "no permission to write",
            "refuses writes",
            () -> bucket(changed(good, "PUT", Answer.xml(403, "AccessDenied", "no")))),
        failed(
            "bucket",
            "no permission to read",
            "Allow s3:GetObject",
            () -> bucket(changed(good, "GET", Answer.xml(403, "AccessDenied", "no")))),
        failed(
            "bucket",
            "no permission to list",
            "Allow s3:ListBucket",
            () -> bucket(changed(good, "HEAD", Answer.empty(403)))));
  }

  private static Stream<Case> models() {
    Answer malformed = Answer.json(400, "ValidationException", "Malformed input request");
    return Stream.of(
        ok("models", "takes calls", () -> models(malformed, TODAY.plusYears(1))),
        failed(
            "models",
            "a model without access",
            "AccessDeniedException: no access. Allow bedrock:InvokeModel",
            () -> models(Answer.json(403, "AccessDeniedException", "no access"), null)),
        failed(
            "models",
            "an id that Bedrock does not know",
            "correct its id and region",
            () ->
                models(
                    Answer.json(
                        400, "ValidationException", "The provided model identifier is invalid."),
                    null)),
        failed(
            "models",
            "a model that has ended",
            "ResourceNotFoundException",
            () -> models(Answer.json(404, "ResourceNotFoundException", "gone"), null)),
        failed(
            "models",
            "no connection",
            "Allow connections to bedrock-runtime.us-west-2.amazonaws.com",
            () -> {
              StubAws stub = closed();
              return models(stub, null);
            }),
        warning(
            "models",
            "a model that throttles",
            "ThrottlingException",
            () -> models(Answer.json(429, "ThrottlingException", "slow down"), null)),
        warning(
            "models",
            "a model that ends soon",
            "Bedrock ends it on 2026-12-10",
            () -> models(malformed, TODAY.plusDays(10))));
  }

  private static Stream<Case> clock() {
    return Stream.of(
        ok("clock", "that of AWS", () -> clock(Duration.ZERO)),
        failed("clock", "ten minutes ahead", "ahead of", () -> clock(Duration.ofMinutes(10))),
        failed("clock", "ten minutes behind", "behind", () -> clock(Duration.ofMinutes(-10))),
        warning("clock", "a minute behind", "synchronise it", () -> clock(Duration.ofMinutes(-1))),
        failed(
            "clock",
            "no answer",
            "can't be compared",
            () -> {
              StubAws stub = closed();
              return new ClockCheck(values(), stub::sqs, Clock.systemUTC()).run();
            }));
  }

  private static Stream<Case> metrics() {
    return Stream.of(
        ok(
            "metrics",
            "nothing is sent",
            () -> new MetricsCheck(values(), Map.of(), () -> null).run()),
        ok(
            "metrics",
            "namespace Caravan, environment blue-production",
            () ->
                metrics(
                    values(
                        "caravan.cloudwatch.enabled", "true",
                        "caravan.metrics.environment", "blue-production"))),
        warning(
            "metrics",
            "a dimension that others have, too",
            "set CARAVAN_METRICS_ENVIRONMENT",
            () -> metrics(values("caravan.cloudwatch.enabled", "true"))),
        failed(
            "metrics",
            "no connection",
            "can't be reached",
            () -> {
              LocalCloudWatch cloudWatch = LocalCloudWatch.start(Instant::now);
              cloudWatch.close();
              return metrics(values("caravan.cloudwatch.enabled", "true"), cloudWatch);
            }));
  }

  private static List<Finding> sts(Answer answer) {
    try (StubAws stub = StubAws.always(answer)) {
      return new CredentialsCheck(stub::sts).run();
    }
  }

  private static List<Finding> regions(Values values, String region) {
    return new RegionsCheck(values, region, () -> catalogue(null)).run();
  }

  /** The first queue that is asked for, and then the other one. */
  private static StubAws inTurn(Map<String, String> first, Map<String, String> then) {
    AtomicInteger calls = new AtomicInteger();
    return new StubAws(call -> StubAws.attributes(calls.getAndIncrement() == 0 ? first : then));
  }

  private static List<Finding> queue(Map<String, String> attributes) {
    return queue(StubAws.queue(attributes));
  }

  private static List<Finding> queue(StubAws stub) {
    try (stub) {
      return new PromptQueueCheck(values(), stub::sqs).run();
    }
  }

  private static List<Finding> deadLetters(StubAws stub) {
    try (stub) {
      return new DeadLetterQueueCheck(values(), stub::sqs).run();
    }
  }

  private static List<Finding> routes(String place, Answer answer) {
    try (StubAws stub = StubAws.always(answer)) {
      return new RoutesCheck(
              values("caravan.routes", place), location -> new RouteStore(location, stub.s3()))
          .run();
    }
  }

  private static List<Finding> bucket(Map<String, Answer> answers) {
    try (StubAws stub = new StubAws(call -> answers.get(call.substring(0, call.indexOf(' '))))) {
      return new BucketCheck(values(), stub::s3).run();
    }
  }

  private static List<Finding> models(Answer answer, LocalDate endOfLife) {
    return models(StubAws.always(answer), endOfLife);
  }

  private static List<Finding> models(StubAws stub, LocalDate endOfLife) {
    try (stub;
        SystemProperties properties = new SystemProperties()) {
      properties.set("aws.endpointUrlBedrockRuntime", stub.endpoint().toString());
      properties.set("aws.accessKeyId", "stub");
      properties.set("aws.secretAccessKey", "stub");
      return new ModelsCheck(() -> catalogue(endOfLife), Checks::bedrock, TODAY).run();
    }
  }

  private static List<Finding> clock(Duration ahead) {
    try (StubAws stub = StubAws.queue(GOOD)) {
      return new ClockCheck(values(), stub::sqs, Clock.offset(Clock.systemUTC(), ahead)).run();
    }
  }

  private static List<Finding> metrics(Values values) throws IOException {
    try (LocalCloudWatch cloudWatch = LocalCloudWatch.start(Instant::now)) {
      List<Finding> findings = metrics(values, cloudWatch);
      assertThat(cloudWatch.stored()).isEmpty();
      return findings;
    }
  }

  private static List<Finding> metrics(Values values, LocalCloudWatch cloudWatch) {
    return new MetricsCheck(
            values,
            Map.of(),
            () ->
                CloudWatchClient.builder()
                    .httpClientBuilder(dev.caravan.aws.SdkDefaults.httpClient())
                    .endpointOverride(cloudWatch.endpoint())
                    .region(Region.EU_NORTH_1)
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .overrideConfiguration(
                        config -> config.retryStrategy(dev.caravan.aws.SdkDefaults.retryMode()))
                    .build())
        .run();
  }

  private static StubAws closed() {
    StubAws stub = StubAws.always(Answer.empty(200));
    stub.close();
    return stub;
  }

  private static Catalogue catalogue(LocalDate endOfLife) {
    return Catalogue.parse(
        "models.yaml",
        """
        default: stability.stable-image-core-v1:1
        models:
          - id: stability.stable-image-core-v1:1
            name: Stable Image Core
            family: stability
            region: us-west-2
            limits: { promptCharacters: 10000, aspectRatios: ["1:1"] }
            price: { image: 0.04 }
            lifecycle: { state: active%s }
        """
            .formatted(endOfLife == null ? "" : ", endOfLife: \"" + endOfLife + '"'));
  }

  private static Values values(String... changes) {
    Map<String, String> set =
        new HashMap<>(
            Map.of(
                "sqs.queue.url", QUEUE,
                "sqs.dead.letter.queue.url", LETTERS,
                "bucket.name", "our-generations"));
    for (int at = 0; at < changes.length; at += 2) {
      set.put(changes[at], changes[at + 1]);
    }
    return new Values(set::get);
  }

  private static String file(String line) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "tokens", ""), line).toString();
  }

  private static String policy(String queue, int receives) {
    return "{\\\"deadLetterTargetArn\\\":\\\"arn:aws:sqs:eu-north-1:123456789012:%s\\\",\\\"maxReceiveCount\\\":%d}"
        .formatted(queue, receives);
  }

  private static Map<String, String> with(String attribute, String value) {
    return changed(GOOD, attribute, value);
  }

  private static Map<String, String> without(String attribute) {
    Map<String, String> left = new HashMap<>(GOOD);
    left.remove(attribute);
    return left;
  }

  private static <V> Map<String, V> changed(Map<String, V> all, String key, V value) {
    Map<String, V> changed = new HashMap<>(all);
    changed.put(key, value);
    return changed;
  }

  private static Case ok(String check, String words, Finds finds) {
    return new Case(check, "nothing: " + words, null, words, finds);
  }

  private static Case failed(String check, String fault, String words, Finds finds) {
    return new Case(check, fault, Status.FAILED, words, finds);
  }

  private static Case warning(String check, String fault, String words, Finds finds) {
    return new Case(check, fault, Status.WARNING, words, finds);
  }
}
