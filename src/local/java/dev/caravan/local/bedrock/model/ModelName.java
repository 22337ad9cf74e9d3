package dev.caravan.local.bedrock.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model as a caller may name it: a foundation model's id, an inference profile's id ({@code
 * us.…}), or the ARN of either.
 */
public record ModelName(String text) {

  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\\d{0,12}:(foundation-model|inference-profile)/(.+)");
  private static final Pattern PROFILE =
      Pattern.compile("(?:us|us-gov|eu|apac|jp|au|ca|sa|global)\\.(?=[a-z0-9-]+\\.)(.+)");

  /** The foundation model's id; the text itself if it is neither a profile nor an ARN. */
  public String foundationModelId() {
    Matcher arn = ARN.matcher(text);
    String id = arn.matches() ? arn.group(2) : text;
    Matcher profile = PROFILE.matcher(id);
    return profile.matches() ? profile.group(1) : id;
  }

  /** Whether this is an inference profile, which GetFoundationModel does not know. */
  public boolean isProfile() {
    Matcher arn = ARN.matcher(text);
    return arn.matches()
        ? arn.group(1).equals("inference-profile")
        : PROFILE.matcher(text).matches();
  }
}
