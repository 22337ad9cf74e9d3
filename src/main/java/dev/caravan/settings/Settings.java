package dev.caravan.settings;

import dev.caravan.callers.InvalidTokensException;
import dev.caravan.callers.TokenFile;
import dev.caravan.callers.Tokens;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  public static final List<Setting> ALL =
      Stream.of(
              EntranceSettings.ALL, WorkSettings.ALL, OperationSettings.ALL, ConnectionSettings.ALL)
          .flatMap(List::stream)
          .toList();

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
    return Stream.concat(checkWithoutCallers(values).stream(), checkCallers(values).stream())
        .toList();
  }

  /** The problems of all settings but those of {@link #checkCallers}. */
  public static List<String> checkWithoutCallers(Function<String, String> values) {
    List<String> complaints =
        ALL.stream()
            .filter(setting -> setting.kind() != Setting.Kind.TOKENS)
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
    return complaints;
  }

  /** The problems of the settings that say who may call the API. */
  public static List<String> checkCallers(Function<String, String> values) {
    Stream<Optional<String>> tokens =
        ALL.stream()
            .filter(setting -> setting.kind() == Setting.Kind.TOKENS)
            .map(setting -> setting.complaint(values.apply(setting.key())));
    String host = value(values, "http.host");
    Optional<String> open =
        complaint("http.host", host).isEmpty()
            ? openAddress("HTTP_HOST", host, values)
            : Optional.empty();
    return Stream.concat(tokens, Stream.of(open, tokensFileComplaint(values)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * A complaint if others can reach the address and need no token.
   *
   * @param name of what sets the address
   */
  public static Optional<String> openAddress(
      String name, String host, Function<String, String> values) {
    return new HostName(host).isLoopback() || !isOpen(values)
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
