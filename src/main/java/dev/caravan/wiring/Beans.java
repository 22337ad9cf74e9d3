package dev.caravan.wiring;

import dev.caravan.settings.Settings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans of one Camel context. Each is bound by its name and made when it is needed; a bean of
 * the same name in the routes takes its place, for everything that is made from it as well.
 */
public final class Beans implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Beans.class);

  private final CamelContext context;
  private final Deque<AutoCloseable> made = new ArrayDeque<>();

  Beans(CamelContext context) {
    this.context = context;
  }

  void bindAll() {
    Wiring.ALL.forEach(this::bind);
    // Closes in our own order: the registry's own destroy methods would first make the beans that
    // the routes replace.
    context.getRegistry().bind("caravanBeans", Beans.class, this, null, "close");
  }

  private <T> void bind(Bean<T> bean) {
    Supplier<Object> making = () -> make(bean);
    context.getRegistry().bind(bean.name(), bean.type(), making);
  }

  private <T> T make(Bean<T> bean) {
    T made = bean.making().apply(this);
    CamelContextAware.trySetCamelContext(made, context);
    if (bean.isClosed()) {
      closeAtEnd((AutoCloseable) made);
    }
    return made;
  }

  /** Closes something when the context has stopped. */
  synchronized void closeAtEnd(AutoCloseable bean) {
    made.push(bean);
  }

  /**
   * The bean of this type, Caravan's own or the one that the routes declare in its place.
   *
   * @throws IllegalStateException if the routes declare a bean of its name and of another type
   */
  <T> T get(Class<T> type) {
    String name = Wiring.nameOf(type);
    T bean = context.getRegistry().lookupByNameAndType(name, type);
    if (bean == null) {
      throw new IllegalStateException(
          "The bean \"%s\" in the routes must be a %s: other beans are made from it."
              .formatted(name, type.getName()));
    }
    return bean;
  }

  /**
   * The value of a setting, or its default.
   *
   * @throws IllegalArgumentException if the value is malformed; the message names the variable
   */
  String text(String key) {
    String value =
        context.getPropertiesComponent().resolveProperty(key).map(String::strip).orElse("");
    Settings.complaint(key, value)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(complaint);
            });
    return value;
  }

  int whole(String key) {
    return Integer.parseInt(text(key));
  }

  /** For a setting whose default is empty. */
  OptionalInt wholeIfSet(String key) {
    String value = text(key);
    return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  CamelContext context() {
    return context;
  }

  /** The most recently made first: a bean is closed before those it was made from. */
  @Override
  public synchronized void close() {
    for (AutoCloseable bean : made) {
      try {
        bean.close();
      } catch (Exception e) {
        LOG.warn("{} was not closed: {}", bean.getClass().getSimpleName(), e.getMessage());
      }
    }
    made.clear();
  }
}
