package dev.caravan.it;

/** What {@code camel} is: the Camel CLI's jar has no main, because JBang brings one. */
final class CamelCliMain {

  private CamelCliMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    // By its name, because it is on the class path of its own JVM alone.
    Class.forName("org.apache.camel.dsl.jbang.core.commands.CamelJBangMain")
        .getMethod("run", String[].class)
        .invoke(null, (Object) arguments);
  }
}
