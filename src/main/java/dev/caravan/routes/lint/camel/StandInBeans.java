package dev.caravan.routes.lint.camel;

import dev.caravan.routes.lint.bean.BeanTypes;
import dev.caravan.routes.lint.model.Routes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;

/**
 * Provides stand-ins for the beans that the routes declare. Lint creates no real beans, because
 * they may connect to AWS.
 */
final class StandInBeans implements BeanRepository {

  /**
   * Camel asked for a class rather than an interface. No stand-in is possible, so lint skips it.
   */
  static final class NoStandInException extends RuntimeException {

    NoStandInException(String name) {
      super("no stand-in for " + name);
    }
  }

  private final Routes routes;
  private final BeanTypes types;

  StandInBeans(Routes routes, BeanTypes types) {
    this.routes = routes;
    this.types = types;
  }

  @Override
  public Object lookupByName(String name) {
    return types.isKnown(name, routes) ? name : null;
  }

  @Override
  public <T> T lookupByNameAndType(String name, Class<T> asked) {
    if (!types.isKnown(name, routes)) {
      return null;
    }
    Optional<Class<?>> type = types.named(name, routes);
    if (type.isPresent() && !asked.isAssignableFrom(type.get())) {
      throw new IllegalArgumentException(
          "the bean `%s` has the type %s, but the type %s is required here"
              .formatted(name, type.get().getName(), asked.getName()));
    }
    if (!asked.isInterface()) {
      throw new NoStandInException(name);
    }
    return asked.cast(
        Proxy.newProxyInstance(asked.getClassLoader(), new Class<?>[] {asked}, standIn(name)));
  }

  private static InvocationHandler standIn(String name) {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "hashCode" -> System.identityHashCode(proxy);
          case "equals" -> proxy == arguments[0];
          case "toString" -> name;
          default -> nothing(method.getReturnType());
        };
  }

  /** A proxy must not return null for a primitive type. */
  private static Object nothing(Class<?> type) {
    if (!type.isPrimitive() || type == void.class) {
      return null;
    }
    return java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
  }

  @Override
  public <T> Map<String, T> findByTypeWithName(Class<T> type) {
    return Map.of();
  }

  @Override
  public <T> Set<T> findByType(Class<T> type) {
    return Set.of();
  }
}
