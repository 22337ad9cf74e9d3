package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.source.Yaml;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place that names a bean.
 *
 * @param name the bean's; or a class's where {@code isClass}
 * @param call what is called on it, with arguments if any; empty where that is not said
 * @param callAt where that stands
 */
record BeanReference(Yaml where, String name, boolean isClass, String call, Yaml callAt) {

  static BeanReference toBean(Yaml where, String name) {
    return new BeanReference(where, name, false, "", where);
  }

  static BeanReference toClass(Yaml where, String name) {
    return new BeanReference(where, name, true, "", where);
  }

  /** What a value with a {@code #} in front names; empty for one that names no bean. */
  static Stream<BeanReference> ofHash(Yaml value) {
    String text = value.text().strip();
    if (!text.startsWith("#") || text.contains("{{")) {
      return Stream.empty();
    }
    if (text.startsWith("#bean:")) {
      return Stream.of(toBean(value, text.substring("#bean:".length())));
    }
    if (text.startsWith("#class:")) {
      return Stream.of(toClass(value, text.substring("#class:".length()).split("[(#]")[0]));
    }
    // #autowired, #type:…, #valueAs(…)… ask for a value in another way.
    return text.matches("#[A-Za-z_][\\w.-]*") && !text.equals("#autowired")
        ? Stream.of(toBean(value, text.substring(1)))
        : Stream.empty();
  }

  /** What a value names that takes beans' names, with or without {@code #} in front. */
  static Stream<BeanReference> ofName(Yaml value) {
    String text = value.text().strip();
    return text.startsWith("#") || text.isEmpty()
        ? ofHash(value)
        : Stream.of(text.split(","))
            .map(String::strip)
            .filter(name -> !name.contains("{{") && !name.contains("${"))
            .map(name -> toBean(value, name));
  }

  BeanReference calling(Optional<Yaml> method) {
    return method.map(at -> calling(at.text(), at)).orElse(this);
  }

  BeanReference calling(String method, Yaml at) {
    return new BeanReference(where, name, isClass, method == null ? "" : method, at);
  }

  /** The method's name, without arguments; empty where none is said. */
  String method() {
    return call.split("\\(")[0].strip();
  }
}
