package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.model.BeanDeclaration;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the types of beans from their classes, without initializing a class or creating a bean. */
public final class BeanTypes {

  private final ClassLoader loader;
  private final Map<String, Optional<Class<?>>> known = new HashMap<>();

  public BeanTypes(ClassLoader loader) {
    this.loader = loader;
  }

  /** The class of this name; empty if it is not on the class path. */
  public Optional<Class<?>> find(String name) {
    return known.computeIfAbsent(name, this::load);
  }

  private Optional<Class<?>> load(String name) {
    try {
      return Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The type of the bean; empty if it is known only after creating the bean. */
  public Optional<Class<?>> of(BeanDeclaration bean) {
    if (isMadeElsewhere(bean)) {
      return Optional.empty();
    }
    Optional<Class<?>> type = find(bean.type());
    String factoryMethod = bean.body().text("factoryMethod");
    return factoryMethod.isEmpty()
        ? type
        : type.flatMap(found -> factory(found, factoryMethod).findFirst())
            .map(Method::getReturnType);
  }

  /** True if a script, a builder or another bean creates it. */
  static boolean isMadeElsewhere(BeanDeclaration bean) {
    return Stream.of("script", "factoryBean", "builderClass")
        .anyMatch(key -> bean.body().get(key).isPresent());
  }

  static Stream<Method> factory(Class<?> type, String name) {
    return Stream.of(type.getMethods())
        .filter(method -> java.lang.reflect.Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getName().equals(name));
  }
}
