package dev.caravan.callers;

import dev.caravan.generation.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tokens, in the order in which they are listed. Several tokens may belong to one caller. */
public record Tokens(List<Token> all) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String NAME_RULE =
      "1 to 64 letters, digits and . _ - that begin with a letter or digit";

  /** The names of plain tokens, which no other token may have. */
  private static final Pattern PLACE = Pattern.compile("token-\\d+");

  /** Base64 of ten bytes or more, with padding. Shorter text is more likely a name. */
  private static final Pattern PADDED = Pattern.compile("[A-Za-z0-9+/_-]{14,}={1,2}");

  private static final Pattern LINE = Pattern.compile("(\\S+)\\s+sha256:([0-9A-Fa-f]{64})");

  /**
   * Reads the tokens of a variable: plain tokens, which may end in the {@code =} of base64, and
   * {@code name=token}.
   *
   * @param list separated by commas
   * @throws InvalidTokensException if an item is malformed
   */
  public static Tokens ofVariable(String list) {
    List<Token> tokens = new ArrayList<>();
    for (String item : list.split(",")) {
      if (!item.isBlank()) {
        tokens.add(item(item.strip(), tokens.size() + 1));
      }
    }
    return new Tokens(tokens).distinct();
  }

  private static Token item(String item, int place) {
    if (isPlain(item)) {
      return Token.plain(place, item);
    }
    int at = item.indexOf('=');
    String token = item.substring(at + 1);
    // A short token in base64 must not become a name with the token "=".
    if (token.replace("=", "").isBlank()) {
      throw new InvalidTokensException("item %d has a name and no token".formatted(place));
    }
    return Token.named(
        name(item.substring(0, at), "the text before \"=\" in item " + place),
        Sha256.of(token.strip()));
  }

  private static boolean isPlain(String item) {
    return item.indexOf('=') < 0 || item.length() % 4 == 0 && PADDED.matcher(item).matches();
  }

  /**
   * Reads the tokens of a file: one per line, {@code name sha256:DIGEST}. Empty lines and lines
   * that begin with {@code #} have no meaning.
   *
   * @throws InvalidTokensException if a line is malformed, or none has a token
   */
  public static Tokens ofFile(String text) {
    List<Token> tokens = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      var parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new InvalidTokensException(
            "line %d is not \"NAME sha256:\" and 64 hexadecimal digits".formatted(number));
      }
      String name = name(parts.group(1), "the name in line " + number);
      tokens.add(Token.named(name, Sha256.ofHex(parts.group(2))));
    }
    if (tokens.isEmpty()) {
      throw new InvalidTokensException("it has no token");
    }
    return new Tokens(tokens).distinct();
  }

  private static String name(String text, String place) {
    String name = text.strip();
    if (!NAME.matcher(name).matches()) {
      throw new InvalidTokensException(place + " is not a name: use " + NAME_RULE);
    }
    if (PLACE.matcher(name).matches()) {
      throw new InvalidTokensException(
          place + " is reserved for tokens without a name; use another one");
    }
    return name;
  }

  /**
   * These tokens and others.
   *
   * @throws InvalidTokensException if a token belongs to two callers
   */
  public Tokens and(Tokens others) {
    return new Tokens(Stream.concat(all.stream(), others.all.stream()).toList()).distinct();
  }

  /** Itself, if it can tell whose each token is. */
  private Tokens distinct() {
    for (Token token : all) {
      for (Token other : all) {
        if (token.digest().isEqual(other.digest()) && !token.owner().equals(other.owner())) {
          throw new InvalidTokensException(
              "%s and %s have the same token; give each caller its own"
                  .formatted(token.name(), other.name()));
        }
      }
    }
    return this;
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The token that was sent, if it is one of these. */
  public Optional<Token> find(String sent) {
    Sha256 digest = Sha256.of(sent);
    Token found = null;
    for (Token token : all) {
      // Compares every token, each in constant time, so that the duration reveals nothing.
      found = token.digest().isEqual(digest) && found == null ? token : found;
    }
    return Optional.ofNullable(found);
  }

  /** The names of the callers, each once, for messages. */
  public String names() {
    return all.stream().map(Token::name).distinct().collect(Collectors.joining(", "));
  }
}
