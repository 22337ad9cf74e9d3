package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.BeanDeclaration;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks against its class that a bean can be created as declared. Creates no bean. */
public final class BeanDeclarationCheck implements Check {

  static final Rule MEMBER =
      rule(
          "bean-member",
          "The bean's class has no such factory, init or destroy method, or no such property.");
  static final Rule ORDER =
      rule(
              "bean-order",
              "The bean needs another one that is declared below it. Camel creates beans from top"
                  + " to bottom, so the first attempt fails.")
          .asWarning();

  static final Rule REPLACED =
      rule("bean-replaced", "The bean replaces one of Caravan's own and has another type.");

  private final BeanTypes types;

  public BeanDeclarationCheck(BeanTypes types) {
    this.types = types;
  }

  private static Rule rule(String id, String meaning) {
    return new Rule(id, Group.REFERENCES, Severity.ERROR, meaning);
  }

  public static List<Rule> rules() {
    return List.of(MEMBER, BeanArguments.WRONG, ORDER, REPLACED);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (BeanDeclaration bean : routes.beans()) {
      checkOrder(bean, routes, findings);
      checkReplaced(bean, findings);
      if (BeanTypes.isMadeElsewhere(bean)) {
        continue;
      }
      Yaml type = bean.body().get("type").orElse(bean.body());
      if (bean.type().isEmpty() || bean.type().contains("{{")) {
        continue;
      }
      types
          .find(bean.type())
          .ifPresentOrElse(
              found -> new OneBean(bean, found, routes, findings).check(),
              () ->
                  findings.add(
                      BeanReferenceCheck.UNKNOWN_CLASS,
                      type,
                      "Unknown class `" + bean.type() + "`.",
                      "Use the full class name, and put its jar on the class path."));
    }
  }

  private static void checkOrder(BeanDeclaration bean, Routes routes, Findings findings) {
    int own = routes.beans().indexOf(bean);
    for (Yaml.Entry argument : BeanArguments.of(bean)) {
      BeanReference.ofHash(argument.value())
          .filter(reference -> !reference.isClass())
          .flatMap(reference -> routes.bean(reference.name()).stream())
          .filter(other -> other.body().file().equals(bean.body().file()))
          .filter(other -> routes.beans().indexOf(other) > own)
          .forEach(
              other ->
                  findings.add(
                      ORDER,
                      argument.value(),
                      "`%s` needs the bean `%s`, which is declared below it, on line %d."
                          .formatted(bean.name(), other.name(), other.body().line()),
                      "Move it below that bean."));
    }
  }

  private void checkReplaced(BeanDeclaration bean, Findings findings) {
    Optional<Class<?>> needed = types.bound(bean.name());
    Optional<Class<?>> type = types.of(bean);
    if (needed.isPresent() && type.isPresent() && !needed.get().isAssignableFrom(type.get())) {
      findings.add(
          REPLACED,
          bean.body().get("type").orElse(bean.body()),
          "The bean \"%s\" replaces Caravan's own, and is a %s."
              .formatted(bean.name(), type.get().getSimpleName()),
          "Declare a %s, or choose another name.".formatted(needed.get().getName()));
    }
  }

  private final class OneBean {

    private final BeanDeclaration bean;
    private final Class<?> type;
    private final Routes routes;
    private final Findings findings;

    OneBean(BeanDeclaration bean, Class<?> type, Routes routes, Findings findings) {
      this.bean = bean;
      this.type = type;
      this.routes = routes;
      this.findings = findings;
    }

    void check() {
      makers()
          .ifPresent(
              makers -> new BeanArguments(bean, type, types, routes, findings).check(makers));
      for (String key : List.of("initMethod", "destroyMethod")) {
        bean.body().get(key).ifPresent(this::checkNoArguments);
      }
      bean.body()
          .get("properties")
          .ifPresent(properties -> properties.entries().forEach(this::checkProperty));
    }

    /**
     * The constructors or factory methods that can create it; empty if the factory method does not
     * exist, which is a finding.
     */
    private Optional<List<? extends Executable>> makers() {
      Optional<Yaml> factory = bean.body().get("factoryMethod");
      if (factory.isEmpty()) {
        return Optional.of(
            java.lang.reflect.Modifier.isAbstract(type.getModifiers())
                ? List.of()
                : List.of(type.getConstructors()));
      }
      List<Method> methods = BeanTypes.factory(type, factory.get().text()).toList();
      if (methods.isEmpty()) {
        List<String> known =
            Stream.of(type.getMethods())
                .filter(method -> java.lang.reflect.Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .distinct()
                .toList();
        findings.add(
            MEMBER,
            factory.get(),
            "%s has no static method `%s`.".formatted(type.getSimpleName(), factory.get().text()),
            new KnownWords(known).hint(factory.get().text()));
        return Optional.empty();
      }
      return Optional.of(methods);
    }

    private void checkNoArguments(Yaml method) {
      boolean there =
          Stream.of(type.getMethods())
              .anyMatch(
                  each -> each.getName().equals(method.text()) && each.getParameterCount() == 0);
      if (!there && bean.body().get("factoryMethod").isEmpty()) {
        findings.add(
            MEMBER,
            method,
            "%s has no method `%s` without arguments."
                .formatted(type.getSimpleName(), method.text()),
            "");
      }
    }

    private void checkProperty(Yaml.Entry property) {
      String name = property.name().split("[.\\[]")[0];
      List<String> known =
          Stream.of(types.of(bean).orElse(type).getMethods())
              .filter(method -> method.getParameterCount() == 1)
              .map(Method::getName)
              .filter(method -> method.matches("(set|with)[A-Z].*"))
              .map(method -> method.replaceFirst("^(set|with)", ""))
              .map(method -> Character.toLowerCase(method.charAt(0)) + method.substring(1))
              .distinct()
              .toList();
      if (!known.contains(name)) {
        findings.add(
            MEMBER,
            property.key(),
            "%s has no property `%s`.".formatted(type.getSimpleName(), name),
            new KnownWords(known).hint(name));
      }
    }
  }
}
