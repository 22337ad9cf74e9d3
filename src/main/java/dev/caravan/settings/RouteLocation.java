package dev.caravan.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a fleet's route sets in S3.
 *
 * @param prefix empty, or ends with {@code /}
 */
public record RouteLocation(String bucket, String prefix) {

  private static final String SCHEME = "s3://";
  private static final Pattern FORM =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/([A-Za-z0-9_.=/-]*))?");

  /** True if the text is meant as a place in S3 and not as a folder. */
  public static boolean isMeant(String text) {
    return text != null && text.startsWith(SCHEME);
  }

  /**
   * @param text {@code s3://bucket} or {@code s3://bucket/prefix}; empty if it has another form
   */
  public static Optional<RouteLocation> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String prefix = form.group(3) == null ? "" : form.group(3).replaceAll("^/+|/+$", "");
    return Optional.of(new RouteLocation(form.group(1), prefix.isEmpty() ? "" : prefix + "/"));
  }

  @Override
  public String toString() {
    return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix.replaceAll("/$", ""));
  }
}
