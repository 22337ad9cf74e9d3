package dev.caravan.web;

import dev.caravan.callers.Token;
import dev.caravan.callers.TokenFile;
import dev.caravan.callers.Tokens;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The bearer tokens that may call the API (RFC 6750), of the variable and of the file. If there is
 * neither, anyone may call it.
 */
public final class BearerTokens implements AutoCloseable {

  private static final String SCHEME = "Bearer ";

  private final Supplier<Tokens> tokens;
  private final AutoCloseable file;

  /** Fixed at the start, so that no later change opens the API. */
  private final boolean isRequired;

  private BearerTokens(Supplier<Tokens> tokens, boolean isRequired, AutoCloseable file) {
    this.tokens = tokens;
    this.isRequired = isRequired;
    this.file = file;
  }

  /**
   * @param variable plain tokens and {@code name=token}, separated by commas, so that a new token
   *     can be added before the old one is removed
   */
  public BearerTokens(String variable) {
    this(Tokens.ofVariable(variable));
  }

  private BearerTokens(Tokens tokens) {
    this(() -> tokens, !tokens.isEmpty(), () -> {});
  }

  /**
   * @param file with the tokens' digests, read again when it changes
   */
  public BearerTokens(String variable, Path file) {
    this(new TokenFile(file, Tokens.ofVariable(variable)).watched());
  }

  private BearerTokens(TokenFile file) {
    this(file::tokens, true, file);
  }

  boolean allow(String authorization) {
    return !isRequired || caller(authorization).isPresent();
  }

  /**
   * The token in the header, which names its caller. Empty if the header contains none that is
   * valid.
   */
  Optional<Token> caller(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return tokens.get().find(authorization.substring(SCHEME.length()).strip());
  }

  @Override
  public void close() throws Exception {
    file.close();
  }
}
