package dev.caravan.cli.doctor;

import dev.caravan.callers.TokenFile;
import dev.caravan.callers.Tokens;
import dev.caravan.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/** Who may call the API. It prints the names of callers, and never a token or a digest. */
record TokensCheck(Values values) implements Check {

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public boolean callsAws() {
    return false;
  }

  @Override
  public List<Finding> run() {
    List<String> complaints = Settings.checkCallers(values.given());
    return complaints.isEmpty()
        ? List.of(callers())
        : complaints.stream().map(this::failed).toList();
  }

  private Finding callers() {
    String names = names();
    if (!names.isEmpty()) {
      return ok("the API takes the tokens of " + names);
    }
    String host = values.text("http.host");
    return Settings.openAddress("HTTP_HOST", host, key -> null).isEmpty()
        ? ok("no tokens; the API listens on " + host + " only")
        : warning(
            "CARAVAN_HTTP_ANONYMOUS is true and HTTP_HOST is \"%s\", so everyone who reaches this address can spend money; use tokens unless a proxy authenticates callers"
                .formatted(host));
  }

  private String names() {
    Tokens tokens = Tokens.ofVariable(values.text("caravan.http.tokens"));
    String file = values.text("caravan.http.tokens-file");
    if (file.isEmpty()) {
      return tokens.names();
    }
    try (TokenFile read = new TokenFile(Path.of(file), tokens)) {
      return read.tokens().names();
    }
  }
}
