package dev.caravan.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One element of a header's value by the grammar of RFC 9110: {@code name=value;parameter="text"}.
 *
 * @param name in lower case, for example {@code gzip}, {@code respond-async} or {@code text/html}
 * @param value after the name's equals sign, without quotes; empty if there is none
 * @param parameters by their names in lower case; the first of each name counts
 */
record FieldValue(String name, String value, Map<String, String> parameters) {

  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

  /**
   * Reads the elements of all lines of a header. A line that breaks the grammar has none: half of
   * it could mean anything.
   */
  static List<FieldValue> list(List<String> lines) {
    List<FieldValue> all = new ArrayList<>();
    lines.forEach(line -> all.addAll(new Reader(line).elements()));
    return all;
  }

  /**
   * The quality of the element, from 0 (not acceptable) to 1000.
   *
   * @return 0 for a quality that is not a number of the grammar
   */
  int quality() {
    String text = parameters.getOrDefault("q", "1");
    if (!text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
      return 0;
    }
    String digits = text.replace(".", "");
    return Integer.parseInt((digits + "000").substring(0, 4));
  }

  static boolean isTokenCharacter(char found) {
    return found >= '0' && found <= '9'
        || found >= 'A' && found <= 'Z'
        || found >= 'a' && found <= 'z'
        || TOKEN_SYMBOLS.indexOf(found) >= 0;
  }

  /** Reads one line from left to right. */
  private static final class Reader {

    private final String line;
    private int at;

    Reader(String line) {
      this.line = line;
    }

    List<FieldValue> elements() {
      List<FieldValue> elements = new ArrayList<>();
      do {
        skipSpace();
        // The grammar allows empty elements: ", a,, b".
        if (at < line.length() && line.charAt(at) != ',') {
          FieldValue element = element();
          if (element == null) {
            return List.of();
          }
          elements.add(element);
        }
      } while (skip(','));
      return at == line.length() ? elements : List.of();
    }

    private FieldValue element() {
      String name = name();
      String value = value();
      if (name.isEmpty() || value == null) {
        return null;
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      while (skip(';')) {
        skipSpace();
        String parameter = name();
        String found = value();
        if (found == null) {
          return null;
        }
        if (!parameter.isEmpty()) {
          parameters.putIfAbsent(parameter, found);
        }
      }
      return new FieldValue(name, value, parameters);
    }

    private String name() {
      int from = at;
      while (at < line.length() && (isTokenCharacter(line.charAt(at)) || line.charAt(at) == '/')) {
        at++;
      }
      return line.substring(from, at).toLowerCase(Locale.ROOT);
    }

    /** The token or quoted text after an equals sign; empty without one; null if it is broken. */
    private String value() {
      if (!skip('=')) {
        skipSpace();
        return "";
      }
      skipSpace();
      if (at < line.length() && line.charAt(at) == '"') {
        return quoted();
      }
      int from = at;
      while (at < line.length() && isTokenCharacter(line.charAt(at))) {
        at++;
      }
      String token = line.substring(from, at);
      skipSpace();
      return token;
    }

    private String quoted() {
      StringBuilder text = new StringBuilder();
      for (at++; at < line.length(); at++) {
        char found = line.charAt(at);
        if (found == '"') {
          at++;
          skipSpace();
          return text.toString();
        }
        if (found == '\\' && ++at == line.length()) {
          return null;
        }
        text.append(line.charAt(at));
      }
      return null;
    }

    private boolean skip(char wanted) {
      skipSpace();
      if (at < line.length() && line.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    private void skipSpace() {
      while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
        at++;
      }
    }
  }
}
