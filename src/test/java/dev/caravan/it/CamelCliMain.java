package dev.caravan.it;

/** The main class of {@code camel}. The Camel CLI's jar has none, because JBang provides it. */
final class CamelCliMain {

  private CamelCliMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    // By name, because only the class path of the CLI's own JVM contains the class.
    Class.forName("org.apache.camel.dsl.jbang.core.commands.CamelJBangMain")
        .getMethod("run", String[].class)
        .invoke(null, (Object) arguments);
  }
}
