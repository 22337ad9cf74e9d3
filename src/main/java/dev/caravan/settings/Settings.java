package dev.caravan.settings;

import dev.caravan.settings.Setting.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every setting there is, with its default, its meaning and an example. */
public final class Settings {

  /** A variable, else the system property of the same meaning: as Camel's placeholders look. */
  public static final Function<String, String> FROM_ENVIRONMENT =
      key -> {
        String variable =
            System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        return variable != null ? variable : System.getProperty(key);
      };

  public static final List<Setting> ALL =
      List.of(
          new Setting(
              "sqs.queue.url",
              Kind.QUEUE_URL,
              null,
              "The queue that prompts come from, and that asynchronous ones are sent to.",
              "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts"),
          new Setting(
              "sqs.dead.letter.queue.url",
              Kind.QUEUE_URL,
              null,
              "Where prompts go that will not be tried again, each with its reason.",
              "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts-dead-letters"),
          new Setting(
              "bucket.name",
              Kind.BUCKET,
              null,
              "The bucket for results and records.",
              "our-generations"),
          new Setting("http.port", Kind.PORT, "8080", "Where the API listens.", "8080"),
          new Setting(
              "http.host",
              Kind.TEXT,
              "127.0.0.1",
              "The address the API listens on; any but loopback needs tokens.",
              "0.0.0.0"),
          new Setting(
              "management.port", Kind.PORT, "9876", "Where health and metrics listen.", "9876"),
          new Setting(
              "management.host",
              Kind.TEXT,
              "127.0.0.1",
              "The address health and metrics listen on; never open it to the world.",
              "0.0.0.0"),
          new Setting(
              "caravan.http.tokens",
              Kind.TEXT,
              "",
              "Bearer tokens that may call the API, separated by commas.",
              "two-long-random-words,another-one"),
          new Setting(
              "caravan.http.anonymous",
              Kind.FLAG,
              "false",
              "Take calls without a token on an address that is not loopback.",
              "true"),
          new Setting(
              "caravan.http.max-body-bytes",
              Kind.COUNT,
              "262144",
              "The largest request body; more is answered 413.",
              "262144"),
          new Setting(
              "caravan.prompt.max-characters",
              Kind.COUNT,
              "10000",
              "The longest prompt, whatever the model takes.",
              "10000"),
          new Setting(
              "caravan.models",
              Kind.TEXT,
              "routes/models.yaml",
              "The model catalogue.",
              "/etc/caravan/models.yaml"),
          new Setting(
              "caravan.routes.reload",
              Kind.FLAG,
              "false",
              "Take over changed routes and models without a restart; caravan local does.",
              "true"),
          new Setting(
              "caravan.bedrock.timeout-seconds",
              Kind.SECONDS,
              "120",
              "How long one model call may take.",
              "300"),
          new Setting(
              "caravan.bedrock.connections",
              Kind.COUNT,
              "100",
              "Model calls in flight at most.",
              "50"),
          new Setting(
              "caravan.pace.start",
              Kind.COUNT,
              "20",
              "Calls of one model in flight at most, before its throttles have taught better.",
              "5"),
          new Setting(
              "caravan.pace.max",
              Kind.COUNT,
              "100",
              "Calls of one model in flight at most, whatever is learned; of both entrances"
                  + " together.",
              "50"),
          new Setting(
              "caravan.pace.wait-seconds",
              Kind.SECONDS,
              "30",
              "How long a prompt from the queue waits for its turn to call; then it is given back.",
              "60"),
          new Setting(
              "caravan.claim.seconds",
              Kind.SECONDS,
              "60",
              "How long a claim keeps others off a generation after its owner died; renewed while"
                  + " it works.",
              "60"),
          new Setting(
              "caravan.model.tries",
              Kind.COUNT,
              "3",
              "Model calls at most for one receive or request, where trying again helps.",
              "3"),
          new Setting(
              "caravan.model.max-calls",
              Kind.COUNT,
              "10",
              "Model calls that may have been billed, at most for one prompt; then it is given up.",
              "10"),
          new Setting(
              "caravan.budget.usd-per-day",
              Kind.MONEY,
              "",
              "What models may cost in a day (UTC), over the whole fleet; empty: no limit.",
              "25"),
          new Setting(
              "caravan.s3.prefix", Kind.TEXT, "", "Before every key in the bucket.", "caravan/"),
          new Setting(
              "caravan.url.seconds",
              Kind.URL_SECONDS,
              "3600",
              "How long the URL in an answer works.",
              "86400"),
          new Setting(
              "caravan.queue.consumers", Kind.COUNT, "10", "Messages in work at once.", "20"),
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
              "Messages held ready besides those in work; fetched together they cost one call.",
              "10"),
          new Setting(
              "caravan.queue.longest-lease-seconds",
              Kind.SECONDS,
              "3600",
              "How long one message may be held; then it is let go.",
              "3600"),
          new Setting(
              "caravan.queue.visibility-seconds",
              Kind.VISIBILITY,
              "120",
              "How long a received message is hidden from others; extended while it is in work.",
              "120"),
          new Setting(
              "caravan.pause.first-probe-seconds",
              Kind.SECONDS,
              "5",
              "How long after the queue was paused it is asked whether it may go on.",
              "5"),
          new Setting(
              "caravan.pause.longest-probe-seconds",
              Kind.SECONDS,
              "300",
              "The longest time between two such questions; it doubles up to this.",
              "300"),
          new Setting(
              "caravan.metrics.environment",
              Kind.WORD,
              "local",
              "What tells this fleet's metrics in CloudWatch from another's: the dimension"
                  + " environment.",
              "production"),
          new Setting(
              "caravan.cloudwatch.enabled",
              Kind.SWITCH,
              "auto",
              "Whether metrics go to CloudWatch; auto: where ECS or EKS gives the container a"
                  + " role.",
              "true"),
          new Setting(
              "caravan.cloudwatch.namespace",
              Kind.WORD,
              "Caravan",
              "The namespace of the metrics in CloudWatch.",
              "Caravan"),
          new Setting(
              "caravan.log.format",
              Kind.LOG_FORMAT,
              "text",
              "How a line of the log looks: for people, or one JSON object for what collects logs.",
              "json"),
          new Setting(
              "caravan.shutdown.seconds",
              Kind.SECONDS,
              "25",
              "How long prompts in work may take to finish at a stop.",
              "25"));

  private Settings() {}

  /** Every setting that has a default, with it. */
  public static Map<String, String> defaults() {
    return ALL.stream()
        .filter(setting -> !setting.isRequired())
        .collect(Collectors.toMap(Setting::key, Setting::fallback));
  }

  /** What is wrong with one value; empty where nothing is, or the key is none of ours. */
  public static Optional<String> complaint(String key, String value) {
    return ALL.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .flatMap(setting -> setting.complaint(value));
  }

  /** All that is wrong, one line each; empty where nothing is. */
  public static List<String> check(Function<String, String> values) {
    List<String> complaints =
        ALL.stream()
            .map(setting -> setting.complaint(values.apply(setting.key())))
            .flatMap(Optional::stream)
            .collect(Collectors.toList());
    String port = value(values, "http.port");
    if (!port.equals("0") && port.equals(value(values, "management.port"))) {
      complaints.add(
          "HTTP_PORT and MANAGEMENT_PORT are both " + port + "; give each a port of its own");
    }
    String queue = values.apply("sqs.queue.url");
    if (queue != null && queue.equals(values.apply("sqs.dead.letter.queue.url"))) {
      complaints.add(
          "SQS_QUEUE_URL and SQS_DEAD_LETTER_QUEUE_URL are the same queue; a dead letter would come"
              + " again for ever");
    }
    String host = values.apply("http.host");
    if (host != null && !LOOPBACK.contains(host) && isOpen(values)) {
      complaints.add(
          "HTTP_HOST is \""
              + host
              + "\", so others can call the API; set CARAVAN_HTTP_TOKENS, or"
              + " CARAVAN_HTTP_ANONYMOUS=true if something in front of it asks who they are");
    }
    return complaints;
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
    String tokens = values.apply("caravan.http.tokens");
    return (tokens == null || tokens.replace(",", "").isBlank())
        && !"true".equals(values.apply("caravan.http.anonymous"));
  }

  /** The table in {@code docs/configuration.md}. */
  static String markdown() {
    return ALL.stream()
        .map(Setting::markdown)
        .collect(
            Collectors.joining(
                "\n",
                "| variable | key | default | what it is |\n| --- | --- | --- | --- |\n",
                "\n"));
  }
}
