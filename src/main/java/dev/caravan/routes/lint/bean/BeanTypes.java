package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.model.BeanDeclaration;
import dev.caravan.routes.lint.model.Routes;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the types of beans from their classes, without initializing a class or creating a bean. */
public final class BeanTypes {

  private final ClassLoader loader;
  private final Map<String, Class<?>> bound;
  private final Map<String, Optional<Class<?>>> known = new HashMap<>();

  /**
   * @param bound the types of the beans that are there if the routes declare none of that name
   */
  public BeanTypes(ClassLoader loader, Map<String, Class<?>> bound) {
    this.loader = loader;
    this.bound = Map.copyOf(bound);
  }

  /** True if the routes declare a bean of this name, or it is bound. */
  public boolean isKnown(String name, Routes routes) {
    return routes.bean(name).isPresent() || bound.containsKey(name);
  }

  /** The type of the bean of this name; empty if there is none, or its type is not known. */
  public Optional<Class<?>> named(String name, Routes routes) {
    Optional<BeanDeclaration> declared = routes.bean(name);
    return declared.isPresent() ? of(declared.get()) : bound(name);
  }

  /** The type of the bean that a declared one of this name replaces. */
  Optional<Class<?>> bound(String name) {
    return Optional.ofNullable(bound.get(name));
  }

  /** The names of all beans, declared and bound. */
  List<String> names(Routes routes) {
    return Stream.concat(
            routes.beans().stream().map(BeanDeclaration::name), bound.keySet().stream())
        .distinct()
        .toList();
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
