package dev.caravan.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.PropertyBindingException;

/**
 * Finds the setting of Camel that has prevented a start. Camel reads its settings from variables
 * and properties in many spellings, and its own messages name Java classes.
 *
 * @param names of the settings and variables that may be set, as the user has written them
 */
record CamelSettingError(Set<String> names) {

  private static final String PREFIX = "camel";

  /** How Camel ends the message about a setting with more dots than it knows. */
  private static final Pattern UNKNOWN = Pattern.compile("when binding property: (\\S+)$");

  /** With the names of variables, system properties and these settings. */
  static CamelSettingError among(Map<String, String> settings) {
    Set<String> names = new TreeSet<>(settings.keySet());
    names.addAll(System.getenv().keySet());
    names.addAll(System.getProperties().stringPropertyNames());
    return new CamelSettingError(names);
  }

  /** One line that names the setting; empty if no setting of Camel is the cause. */
  Optional<String> line(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<String> line =
          cause instanceof PropertyBindingException refused ? line(refused) : unknown(cause);
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  private Optional<String> line(PropertyBindingException refused) {
    if (refused.getOptionPrefix() == null || !refused.getOptionPrefix().startsWith(PREFIX)) {
      // An option in a route, not a setting.
      return Optional.empty();
    }
    String key = refused.getOptionPrefix() + refused.getOptionKey();
    String name = written(bare(key)::equals).orElse(key);
    return Optional.of(
        refused.getCause() == null
            ? noSuch(name)
            : "%s is \"%s\", which Camel can't read; correct it or remove it"
                .formatted(name, refused.getValue()));
  }

  private Optional<String> unknown(Throwable thrown) {
    Matcher unknown = UNKNOWN.matcher(String.valueOf(thrown.getMessage()));
    if (!unknown.find()) {
      return Optional.empty();
    }
    String end = bare(unknown.group(1));
    return written(name -> name.startsWith(PREFIX) && name.endsWith(end))
        .map(CamelSettingError::noSuch);
  }

  private static String noSuch(String name) {
    return name + " is set, but Camel has no such setting; remove it";
  }

  /** The name as the user has written it, by its letters and digits. */
  private Optional<String> written(Predicate<String> bare) {
    return names.stream().filter(name -> bare.test(bare(name))).findFirst();
  }

  private static String bare(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
