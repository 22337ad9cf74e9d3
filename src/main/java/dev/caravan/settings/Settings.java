package dev.caravan.settings;

import dev.caravan.callers.InvalidTokensException;
import dev.caravan.callers.TokenFile;
import dev.caravan.callers.Tokens;
import dev.caravan.settings.Setting.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings, each with its default, its meaning and an example. */
public final class Settings {

  /** Looks up the variable, then the system property, in the same order as Camel's placeholders. */
  public static final Function<String, String> FROM_ENVIRONMENT =
      key -> {
        String variable = System.getenv(variable(key));
        return variable != null ? variable : System.getProperty(key);
      };

  private static final List<Setting> GENERAL =
      List.of(
          new Setting(
              "sqs.queue.url",
              Kind.QUEUE_URL,
              null,
              "The queue that Caravan reads prompts from, and sends asynchronous prompts to.",
              "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts"),
          new Setting(
              "sqs.dead.letter.queue.url",
              Kind.QUEUE_URL,
              null,
              "The queue for prompts that will not be tried again, each with its reason.",
              "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts-dead-letters"),
          new Setting(
              "bucket.name",
              Kind.BUCKET,
              null,
              "The bucket for results and records.",
              "our-generations"),
          new Setting("http.port", Kind.PORT, "8080", "Port of the API.", "8080"),
          new Setting(
              "http.host",
              Kind.TEXT,
              "127.0.0.1",
              "Address that the API listens on. Any address but loopback requires tokens.",
              "0.0.0.0"),
          new Setting("management.port", Kind.PORT, "9876", "Port of health and metrics.", "9876"),
          new Setting(
              "management.host",
              Kind.TEXT,
              "127.0.0.1",
              "Address that health and metrics listen on. Never expose it to the internet.",
              "0.0.0.0"),
          new Setting(
              "caravan.http.tokens",
              Kind.TOKENS,
              "",
              "Bearer tokens that may call the API. The name of a token's caller is in the log and in"
                  + " records; a token without a name has its place in the list, such as `token-1`.",
              "website=a-long-random-word,another-long-random-word"),
          new Setting(
              "caravan.http.tokens-file",
              Kind.TEXT,
              "",
              "File with more tokens, as SHA-256 digests: one `NAME sha256:DIGEST` per line. A"
                  + " changed file is read again without a restart.",
              "/etc/caravan/tokens"),
          new Setting(
              "caravan.http.anonymous",
              Kind.FLAG,
              "false",
              "Accept requests without a token on an address that is not loopback.",
              "true"),
          new Setting(
              "caravan.http.hosts",
              Kind.TEXT,
              "",
              "Host names, separated by commas, by which callers may call the API besides localhost."
                  + " Empty means only localhost on a loopback address, and any name on other addresses.",
              "images.example.com"),
          new Setting(
              "caravan.http.max-header-bytes",
              Kind.COUNT,
              "8192",
              "Largest request line, and largest size of all headers of a request. Larger ones get"
                  + " status 414 or 431.",
              "16384"),
          new Setting(
              "caravan.http.max-body-bytes",
              Kind.COUNT,
              "262144",
              "Largest request body. Larger ones get status 413.",
              "262144"),
          new Setting(
              "caravan.http.line",
              Kind.NUMBER,
              "",
              "Synchronous callers that may wait in line for each model. Others get status 429."
                  + " Empty means as many as the model takes calls at once, so that a caller waits"
                  + " for about one model call.",
              "50"),
          new Setting(
              "caravan.http.callers",
              Kind.COUNT,
              "",
              "Synchronous callers whose prompts may be in progress at the same time, all models"
                  + " together. Each needs a thread. Empty means `CARAVAN_PACE_MAX`.",
              "200"),
          new Setting(
              "caravan.http.downloads",
              Kind.COUNT,
              "500",
              "Contents that are sent at the same time. Others get status 503. All together hold at"
                  + " most 76 MiB at the default.",
              "500"),
          new Setting(
              "caravan.http.download-idle-seconds",
              Kind.SECONDS,
              "30",
              "A client that takes nothing of a content for this time is disconnected. Progress shows"
                  + " in steps of the kernel's send buffer (256 KiB), so a short time also ends slow"
                  + " clients.",
              "60"),
          new Setting(
              "caravan.prompt.max-characters",
              Kind.COUNT,
              "10000",
              "Longest prompt, even if the model accepts longer ones.",
              "10000"),
          new Setting(
              "caravan.models",
              Kind.TEXT,
              "routes/models.yaml",
              "File of the model catalogue.",
              "/etc/caravan/models.yaml"),
          new Setting(
              "caravan.routes.reload",
              Kind.FLAG,
              "false",
              "Reload changed routes and models without a restart, as caravan local does.",
              "true"),
          new Setting(
              "caravan.bedrock.timeout-seconds",
              Kind.SECONDS,
              "120",
              "Timeout of one model call.",
              "300"),
          new Setting(
              "caravan.bedrock.connections",
              Kind.COUNT,
              "100",
              "Maximum number of concurrent model calls.",
              "50"),
          new Setting(
              "caravan.pace.start",
              Kind.COUNT,
              "20",
              "Limit on concurrent calls per model until throttling has shown a better one.",
              "5"),
          new Setting(
              "caravan.pace.max",
              Kind.COUNT,
              "100",
              "Hard limit on concurrent calls per model, HTTP and queue combined.",
              "50"),
          new Setting(
              "caravan.pace.wait-seconds",
              Kind.SECONDS,
              "30",
              "How long a prompt from the queue waits for a free model call. After that, it waits for"
                  + " its next attempt.",
              "60"),
          new Setting(
              "caravan.memory.share",
              Kind.PERCENT,
              "50",
              "Percentage of the largest heap that answers of models may occupy together. Answers above"
                  + " that wait, unread, until others are stored.",
              "40"),
          new Setting(
              "caravan.claim.seconds",
              Kind.SECONDS,
              "60",
              "How long a claim stays valid after its owner has died. A working owner renews it.",
              "60"),
          new Setting(
              "caravan.sweep.seconds",
              Kind.SECONDS,
              "60",
              "How often one instance looks for prompts that no instance works on.",
              "60"),
          new Setting(
              "caravan.model.tries",
              Kind.COUNT,
              "3",
              "Maximum number of model calls per receive or request, if a retry can help.",
              "3"),
          new Setting(
              "caravan.model.max-calls",
              Kind.COUNT,
              "10",
              "Maximum number of possibly billed model calls per prompt. After that, the prompt"
                  + " fails.",
              "10"),
          new Setting(
              "caravan.budget.usd-per-day",
              Kind.MONEY,
              "",
              "Maximum cost of all model calls of the fleet per day (UTC). Empty means no limit.",
              "25"),
          new Setting(
              "caravan.s3.prefix", Kind.TEXT, "", "Prefix of every key in the bucket.", "caravan/"),
          new Setting(
              "caravan.s3.kms.key",
              Kind.TEXT,
              "",
              "KMS key (ARN, id or alias) for every object that Caravan writes. Empty means the bucket's"
                  + " default.",
              "alias/generations"),
          new Setting(
              "caravan.url.seconds",
              Kind.URL_SECONDS,
              "3600",
              "How long the URL in an answer is valid.",
              "86400"),
          new Setting(
              "caravan.queue.consumers",
              Kind.COUNT,
              "10",
              "Number of messages processed at the same time.",
              "20"),
          new Setting(
              "caravan.queue.wait-seconds",
              Kind.WAIT,
              "20",
              "How long one receive waits for messages (long polling).",
              "20"),
          new Setting(
              "caravan.queue.prefetch",
              Kind.NUMBER,
              "10",
              "Number of messages fetched in advance, in addition to those in progress. One SQS call"
                  + " fetches several.",
              "10"),
          new Setting(
              "caravan.queue.longest-lease-seconds",
              Kind.SECONDS,
              "3600",
              "How long Caravan may hold one message before it releases it.",
              "3600"),
          new Setting(
              "caravan.queue.longest-wait-hours",
              Kind.COUNT,
              "72",
              "How long a prompt may wait on the queue, counted from its first send. After that, it"
                  + " becomes a dead letter with the reason EXPIRED.",
              "24"),
          new Setting(
              "caravan.queue.visibility-seconds",
              Kind.VISIBILITY,
              "120",
              "Visibility timeout of a received message. Caravan extends it while the message is"
                  + " in progress.",
              "120"),
          new Setting(
              "caravan.pause.first-probe-seconds",
              Kind.SECONDS,
              "5",
              "Time from pausing the queue or a model to the first probe, which checks whether it can"
                  + " resume.",
              "5"),
          new Setting(
              "caravan.pause.longest-probe-seconds",
              Kind.SECONDS,
              "300",
              "Longest time between two probes. The time doubles until it reaches this value.",
              "300"),
          new Setting(
              "caravan.metrics.environment",
              Kind.WORD,
              "local",
              "Dimension `environment` of the metrics in CloudWatch. It distinguishes fleets.",
              "production"),
          new Setting(
              "caravan.cloudwatch.enabled",
              Kind.SWITCH,
              "auto",
              "Send metrics to CloudWatch. With auto, only if ECS or EKS gives the container a"
                  + " role.",
              "true"),
          new Setting(
              "caravan.cloudwatch.namespace",
              Kind.WORD,
              "Caravan",
              "Namespace of the metrics in CloudWatch.",
              "Caravan"),
          new Setting(
              "caravan.log.format",
              Kind.LOG_FORMAT,
              "text",
              "Log format: text, or one JSON object per line.",
              "json"),
          new Setting(
              "caravan.shutdown.seconds",
              Kind.SECONDS,
              "25",
              "How long prompts in progress may take to finish when the service stops.",
              "25"),
          new Setting(
              "caravan.shutdown.delay-seconds",
              Kind.NUMBER,
              "0",
              "How long the service still takes requests after readiness is down, before it stops:"
                  + " for load balancers that notice this late. The time limit of the platform"
                  + " must be longer than this and CARAVAN_SHUTDOWN_SECONDS together.",
              "5"));

  public static final List<Setting> ALL =
      Stream.of(GENERAL, ConnectionSettings.ALL).flatMap(List::stream).toList();

  private Settings() {}

  /** The environment variable of a key, Caravan's or Camel's. */
  public static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The defaults by key, of all settings that have one. */
  public static Map<String, String> defaults() {
    return ALL.stream()
        .filter(setting -> !setting.isRequired())
        .collect(Collectors.toMap(Setting::key, Setting::fallback));
  }

  /** What is wrong with a value; empty if it is valid or the key is unknown. */
  public static Optional<String> complaint(String key, String value) {
    return ALL.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .flatMap(setting -> setting.complaint(value));
  }

  /** All problems of the settings, one line each; empty if there are none. */
  public static List<String> check(Function<String, String> values) {
    List<String> complaints =
        ALL.stream()
            .map(setting -> setting.complaint(values.apply(setting.key())))
            .flatMap(Optional::stream)
            .collect(Collectors.toList());
    String port = value(values, "http.port");
    if (!port.equals("0") && port.equals(value(values, "management.port"))) {
      complaints.add("HTTP_PORT and MANAGEMENT_PORT are both " + port + "; give each its own port");
    }
    String queue = values.apply("sqs.queue.url");
    if (queue != null && queue.equals(values.apply("sqs.dead.letter.queue.url"))) {
      complaints.add(
          "SQS_QUEUE_URL and SQS_DEAD_LETTER_QUEUE_URL are the same queue, so dead letters would be"
              + " read again forever; use two queues");
    }
    openAddress("HTTP_HOST", value(values, "http.host"), values).ifPresent(complaints::add);
    tokensFileComplaint(values).ifPresent(complaints::add);
    return complaints;
  }

  /**
   * A complaint if others can reach the address and need no token.
   *
   * @param name of what sets the address
   */
  public static Optional<String> openAddress(
      String name, String host, Function<String, String> values) {
    return LOOPBACK.contains(host) || !isOpen(values)
        ? Optional.empty()
        : Optional.of(
            name
                + " is \""
                + host
                + "\", so other machines can call the API; set CARAVAN_HTTP_TOKENS or"
                + " CARAVAN_HTTP_TOKENS_FILE, or CARAVAN_HTTP_ANONYMOUS=true if a proxy in front of"
                + " it authenticates callers");
  }

  private static Optional<String> tokensFileComplaint(Function<String, String> values) {
    String file = value(values, "caravan.http.tokens-file");
    String variable = value(values, "caravan.http.tokens");
    if (file.isBlank() || complaint("caravan.http.tokens", variable).isPresent()) {
      return Optional.empty();
    }
    try (TokenFile read = new TokenFile(Path.of(file), Tokens.ofVariable(variable))) {
      return Optional.empty();
    } catch (InvalidTokensException | InvalidPathException e) {
      return Optional.of(
          "CARAVAN_HTTP_TOKENS_FILE is \"%s\", which can't be used: %s"
              .formatted(file, e.getMessage()));
    }
  }

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  private static String value(Function<String, String> values, String key) {
    String set = values.apply(key);
    return set != null
        ? set
        : ALL.stream()
            .filter(setting -> setting.key().equals(key))
            .findFirst()
            .orElseThrow()
            .fallback();
  }

  private static boolean isOpen(Function<String, String> values) {
    return value(values, "caravan.http.tokens").replace(",", "").isBlank()
        && value(values, "caravan.http.tokens-file").isBlank()
        && !"true".equals(values.apply("caravan.http.anonymous"));
  }

  /** The table in {@code docs/configuration.md}. */
  static String markdown() {
    return ALL.stream()
        .map(Setting::markdown)
        .collect(
            Collectors.joining(
                "\n",
                "| variable | key | default | description |\n| --- | --- | --- | --- |\n",
                "\n"));
  }
}
