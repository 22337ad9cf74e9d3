package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.BeanDeclaration;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that a bean's arguments match a constructor or factory method in number and type. */
final class BeanArguments {

  static final Rule WRONG =
      new Rule(
          "bean-arguments",
          Group.REFERENCES,
          Severity.ERROR,
          "No constructor or factory method of the class accepts these arguments.");

  private final BeanDeclaration bean;
  private final Class<?> type;
  private final BeanTypes types;
  private final Routes routes;
  private final Findings findings;

  BeanArguments(
      BeanDeclaration bean, Class<?> type, BeanTypes types, Routes routes, Findings findings) {
    this.bean = bean;
    this.type = type;
    this.types = types;
    this.routes = routes;
    this.findings = findings;
  }

  static List<Yaml.Entry> of(BeanDeclaration bean) {
    return bean.body().get("constructors").map(Yaml::entries).orElse(List.of());
  }

  void check(List<? extends Executable> makers) {
    List<Yaml> given = new ArrayList<>();
    List<Yaml.Entry> arguments = of(bean);
    for (int i = 0; i < arguments.size(); i++) {
      Optional<Yaml> value = bean.body().get("constructors", String.valueOf(i));
      if (value.isEmpty()) {
        findings.add(
            WRONG,
            bean.body().get("constructors").orElseThrow(),
            "The arguments of `%s` are numbered without %d.".formatted(bean.name(), i),
            "Number them from 0 without gaps.");
        return;
      }
      given.add(value.get());
    }
    List<? extends Executable> fitting =
        makers.stream().filter(maker -> maker.getParameterCount() == given.size()).toList();
    if (fitting.isEmpty()) {
      findings.add(
          WRONG,
          bean.body().get("constructors").orElse(bean.body()),
          "Wrong number of arguments for %s: %d.".formatted(type.getSimpleName(), given.size()),
          described(makers));
    } else if (fitting.size() == 1) {
      checkTypes(given, fitting.get(0).getParameterTypes());
    }
  }

  private void checkTypes(List<Yaml> given, Class<?>[] wanted) {
    for (int i = 0; i < given.size(); i++) {
      Yaml value = given.get(i);
      Class<?> parameter = wanted[i];
      Optional<Class<?>> other =
          BeanReference.ofHash(value)
              .filter(reference -> !reference.isClass())
              .flatMap(reference -> types.named(reference.name(), routes).stream())
              .findFirst();
      if (other.isPresent() && !parameter.isAssignableFrom(other.get())) {
        wrongType(value, i, parameter, "of type " + other.get().getSimpleName());
      } else if (isNumber(parameter)
          && !isOpen(value)
          && !value.text().matches("-?\\d+(\\.\\d+)?")) {
        wrongType(value, i, parameter, "`" + value.text() + "`");
      }
    }
  }

  private void wrongType(Yaml value, int index, Class<?> parameter, String found) {
    findings.add(
        WRONG,
        value,
        "Argument %d of `%s` is %s.".formatted(index, bean.name(), found),
        "It must be of type " + parameter.getSimpleName() + ".");
  }

  private static boolean isOpen(Yaml value) {
    return value.text().contains("{{")
        || value.text().contains("${")
        || value.text().startsWith("#");
  }

  private static boolean isNumber(Class<?> type) {
    return type == int.class
        || type == long.class
        || type == double.class
        || Number.class.isAssignableFrom(type);
  }

  private static String described(List<? extends Executable> makers) {
    return makers.isEmpty()
        ? "Add a `factoryMethod`, because the class has no public constructor."
        : makers.stream()
            .map(
                maker ->
                    Stream.of(maker.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(" or ", "It takes ", "."));
  }
}
