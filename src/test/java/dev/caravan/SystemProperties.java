package dev.caravan;

import java.util.HashMap;
import java.util.Map;

/** System properties for one test, restored after it. */
public final class SystemProperties implements AutoCloseable {

  private final Map<String, String> before = new HashMap<>();

  public void set(String name, String value) {
    if (!before.containsKey(name)) {
      before.put(name, System.getProperty(name));
    }
    System.setProperty(name, value);
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
