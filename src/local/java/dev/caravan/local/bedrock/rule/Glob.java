package dev.caravan.local.bedrock.rule;

import java.util.regex.Pattern;

/** A model name in which {@code *} matches any characters and {@code ?} matches one. */
record Glob(String text) {

  boolean matches(String name) {
    StringBuilder regex = new StringBuilder();
    for (char c : text.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return name.matches(regex.toString());
  }
}
