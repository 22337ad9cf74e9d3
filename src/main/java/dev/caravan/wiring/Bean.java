package dev.caravan.wiring;

import java.util.function.Function;

/**
 * A bean that routes may name: how Caravan makes it if the routes declare none of that name.
 *
 * @param type what other beans need it to be; a bean of the routes that takes its place must be one
 * @param making called at most once, when the bean is needed for the first time
 * @param isClosed true if the bean is closed when Camel has stopped
 */
record Bean<T>(String name, Class<T> type, Function<Beans, T> making, boolean isClosed) {

  static <T> Bean<T> bean(String name, Class<T> type, Function<Beans, T> making) {
    return new Bean<>(name, type, making, false);
  }

  static <T extends AutoCloseable> Bean<T> closed(
      String name, Class<T> type, Function<Beans, T> making) {
    return new Bean<>(name, type, making, true);
  }
}
