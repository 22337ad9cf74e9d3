package dev.caravan.settings;

import dev.caravan.callers.InvalidTokensException;
import dev.caravan.callers.Tokens;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * A setting. It is declared once; the documentation, the checks and the error messages use this
 * declaration.
 *
 * @param key its name in routes; the variable has the same name in capitals with underscores
 * @param fallback the default; null if the setting is required
 */
public record Setting(String key, Kind kind, String fallback, String meaning, String example) {

  /** S3 keeps a key such as {@code a//b} or {@code ../a}, but many tools can't reach it. */
  private static final String NAME_WITH_ID =
      "(?!/)(?!.*(//|[.][.]))[A-Za-z0-9._/-]*\\{id}[A-Za-z0-9._/-]*";

  /** The form that a value must have. */
  public enum Kind {
    QUEUE_URL("the URL of a queue"),
    BUCKET("the name of a bucket"),
    HOST("a host name or an IP address, without a port"),
    HOSTS("host names or IP addresses without a port, separated by commas"),
    PORT("a port from 0 to 65535; 0 picks a free one"),
    COUNT("a whole number from 1"),
    PERCENT("a whole number from 1 to 80"),
    NUMBER("a whole number from 0"),
    SECONDS("a whole number of seconds from 1"),
    URL_SECONDS("a whole number of seconds from 1 to 604800 (7 days)"),
    VISIBILITY("a whole number of seconds from 2 to 43200 (12 hours)"),
    WAIT("a whole number of seconds from 0 to 20"),
    FLAG("true or false"),
    SWITCH("auto, true or false"),
    MONEY("an amount of US dollars above 0, with at most 6 decimals"),
    TOKENS("plain tokens or name=token, separated by commas"),
    LOG_FORMAT("text or json"),
    NAME("up to 100 letters, digits and . _ - /, with {id} once"),
    ROUTES("a folder, or s3://bucket/prefix"),
    WORD("up to 255 letters, digits and . _ - / # :"),
    TEXT("text");

    final String right;

    Kind(String right) {
      this.right = right;
    }

    /** What a value must be, as the end of "Must be …". */
    public String right() {
      return right;
    }
  }

  public String variable() {
    return Settings.variable(key);
  }

  boolean isRequired() {
    return fallback == null;
  }

  /** What is wrong with this value; empty if it is valid. */
  public Optional<String> complaint(String value) {
    if (value == null || value.isBlank()) {
      return isRequired()
          ? Optional.of(
              "%s is not set; it must be %s, for example %s"
                  .formatted(variable(), kind.right, example))
          : Optional.empty();
    }
    if (kind == Kind.TOKENS) {
      // Never repeats the value.
      return tokensComplaint(value);
    }
    return isRight(value)
        ? Optional.empty()
        : Optional.of(
            "%s is \"%s\"; it must be %s, for example %s"
                .formatted(variable(), value, kind.right, example));
  }

  /** Its row of the table in {@code docs/configuration.md}. */
  String markdown() {
    String otherwise = fallback == null || fallback.isEmpty() ? "(empty)" : '`' + fallback + '`';
    return "| `%s` | `%s` | %s | %s Must be %s. |"
        .formatted(variable(), key, isRequired() ? "**required**" : otherwise, meaning, kind.right);
  }

  private boolean isRight(String value) {
    return switch (kind) {
      case QUEUE_URL -> isQueueUrl(value);
      case BUCKET -> value.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
      case HOST -> new HostName(value).isValid();
      case HOSTS -> areHosts(value);
      case PORT -> isBetween(value, 0, 65_535);
      case COUNT, SECONDS -> isBetween(value, 1, Integer.MAX_VALUE);
      case PERCENT -> isBetween(value, 1, 80);
      case NUMBER -> isBetween(value, 0, Integer.MAX_VALUE);
      case URL_SECONDS -> isBetween(value, 1, 604_800);
      case VISIBILITY -> isBetween(value, 2, 43_200);
      case WAIT -> isBetween(value, 0, 20);
      case FLAG -> value.equals("true") || value.equals("false");
      case SWITCH -> value.equals("auto") || value.equals("true") || value.equals("false");
      case MONEY -> value.matches("\\d{1,9}(\\.\\d{1,6})?") && !value.matches("[0.]+");
      case LOG_FORMAT -> value.equals("text") || value.equals("json");
      case WORD -> value.matches("[A-Za-z0-9._/#:-]{1,255}");
      case NAME -> value.length() <= 100 && value.matches(NAME_WITH_ID);
      case TOKENS -> tokensComplaint(value).isEmpty();
      case ROUTES -> !value.startsWith("s3:") || RouteLocation.parse(value).isPresent();
      case TEXT -> true;
    };
  }

  private Optional<String> tokensComplaint(String value) {
    try {
      Tokens.ofVariable(value);
      return Optional.empty();
    } catch (InvalidTokensException e) {
      return Optional.of(
          "%s is wrong: %s. It must be %s, for example %s"
              .formatted(variable(), e.getMessage(), kind.right, example));
    }
  }

  private static boolean isQueueUrl(String value) {
    try {
      URI uri = URI.create(value);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getPath().matches("/[^/]+/[^/]+");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean areHosts(String value) {
    return Arrays.stream(value.split(",", -1))
        .allMatch(each -> new HostName(each.strip()).isValid());
  }

  private static boolean isBetween(String value, long least, long most) {
    return value.matches("\\d{1,10}")
        && Long.parseLong(value) >= least
        && Long.parseLong(value) <= most;
  }
}
