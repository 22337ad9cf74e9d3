package dev.caravan.wiring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All beans that Caravan binds, and their types. */
public final class Wiring {

  static final List<Bean<?>> ALL =
      Stream.of(
              ModelBeans.ALL,
              StoreBeans.ALL,
              FailureBeans.ALL,
              QueueBeans.ALL,
              BudgetBeans.ALL,
              WebBeans.ALL,
              ObservationBeans.ALL)
          .<Bean<?>>flatMap(List::stream)
          .toList();

  private Wiring() {}

  /** By name, in the order in which they are bound; none is made for this. */
  public static Map<String, Class<?>> types() {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    ALL.forEach(bean -> types.put(bean.name(), bean.type()));
    return types;
  }

  static String nameOf(Class<?> type) {
    return ALL.stream()
        .filter(bean -> bean.type() == type)
        .map(Bean::name)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no bean is a " + type.getName()));
  }

  /** The table in {@code docs/routes.md}. */
  static String markdown() {
    return ALL.stream()
        .map(bean -> "| `%s` | `%s` |\n".formatted(bean.name(), bean.type().getName()))
        .collect(Collectors.joining("", "| bean | type |\n| --- | --- |\n", ""));
  }
}
