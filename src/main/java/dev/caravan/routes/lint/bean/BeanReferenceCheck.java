package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that every bean and bean method that a route names exists. */
public final class BeanReferenceCheck implements Check {

  static final Rule UNKNOWN_BEAN = rule("unknown-bean", "No bean of this name is declared.");
  static final Rule UNKNOWN_CLASS = rule("unknown-class", "The class is not on the class path.");
  static final Rule UNKNOWN_METHOD =
      rule(
          "unknown-bean-method",
          "The bean has no such method, or none that takes this number of arguments.");

  private final BeanTypes types;

  public BeanReferenceCheck(BeanTypes types) {
    this.types = types;
  }

  private static Rule rule(String id, String meaning) {
    return new Rule(id, Group.REFERENCES, Severity.ERROR, meaning);
  }

  public static List<Rule> rules() {
    return List.of(UNKNOWN_BEAN, UNKNOWN_CLASS, UNKNOWN_METHOD);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (BeanReference reference : BeanReferences.in(routes)) {
      check(reference, routes, findings);
    }
  }

  private void check(BeanReference reference, Routes routes, Findings findings) {
    Optional<Class<?>> type = types.find(reference.name());
    if (types.isKnown(reference.name(), routes) && !reference.isClass()) {
      type = types.named(reference.name(), routes);
    } else if (reference.isClass() && type.isEmpty()) {
      findings.add(
          UNKNOWN_CLASS,
          reference.where(),
          "Unknown class `" + reference.name() + "`.",
          "Use the full class name, and put its jar on the class path.");
    } else if (type.isEmpty()) {
      findings.add(
          UNKNOWN_BEAN,
          reference.where(),
          "Unknown bean `" + reference.name() + "`.",
          new KnownWords(types.names(routes)).hint(reference.name()));
    }
    type.ifPresent(found -> checkMethod(reference, found, findings));
  }

  private static void checkMethod(BeanReference reference, Class<?> type, Findings findings) {
    String name = reference.method();
    if (name.isEmpty() || name.contains("{{") || name.contains("${")) {
      return;
    }
    Yaml where = reference.callAt();
    List<Method> methods =
        Stream.of(type.getMethods()).filter(method -> method.getName().equals(name)).toList();
    if (methods.isEmpty()) {
      findings.add(
          UNKNOWN_METHOD,
          where,
          "The bean `%s` (%s) has no method `%s`."
              .formatted(reference.name(), type.getSimpleName(), name),
          new KnownWords(own(type)).hint(name));
      return;
    }
    int given = arguments(reference.call());
    if (given >= 0 && methods.stream().noneMatch(method -> takes(method, given))) {
      findings.add(
          UNKNOWN_METHOD,
          where,
          "Wrong number of arguments for the method `%s` of %s: %d."
              .formatted(name, type.getSimpleName(), given),
          "It takes "
              + methods.stream()
                  .map(method -> String.valueOf(method.getParameterCount()))
                  .distinct()
                  .collect(Collectors.joining(" or "))
              + ".");
    }
  }

  private static boolean takes(Method method, int arguments) {
    return method.getParameterCount() == arguments
        || method.isVarArgs() && arguments >= method.getParameterCount() - 1;
  }

  private static List<String> own(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .map(Method::getName)
        .distinct()
        .toList();
  }

  /** The number of arguments in parentheses; -1 if there are no parentheses. */
  private static int arguments(String method) {
    int open = method.indexOf('(');
    int close = method.lastIndexOf(')');
    if (open < 0 || close < open) {
      return -1;
    }
    return split(method.substring(open + 1, close)).size();
  }

  /** Splits at commas outside quotes, braces and parentheses. */
  private static List<String> split(String arguments) {
    List<String> found = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int from = 0;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '{' || c == '(') {
        depth++;
      } else if (c == '}' || c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        found.add(arguments.substring(from, i));
        from = i + 1;
      }
    }
    if (!arguments.isBlank()) {
      found.add(arguments.substring(from));
    }
    return found;
  }
}
