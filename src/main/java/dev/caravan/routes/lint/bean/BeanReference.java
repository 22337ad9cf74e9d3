package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.source.Yaml;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A use of a bean in a route file.
 *
 * @param where the position of the bean's name
 * @param name the name of the bean, or of a class if {@code isClass}
 * @param call the method to call, possibly with arguments; empty if none is given
 * @param callAt the position of {@code call}
 */
record BeanReference(Yaml where, String name, boolean isClass, String call, Yaml callAt) {

  static BeanReference toBean(Yaml where, String name) {
    return new BeanReference(where, name, false, "", where);
  }

  static BeanReference toClass(Yaml where, String name) {
    return new BeanReference(where, name, true, "", where);
  }

  /** The bean that a value like {@code #name} refers to; empty if it refers to none. */
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
    // #autowired, #type:… and #valueAs(…) name no bean.
    return text.matches("#[A-Za-z_][\\w.-]*") && !text.equals("#autowired")
        ? Stream.of(toBean(value, text.substring(1)))
        : Stream.empty();
  }

  /** The beans in a value that holds bean names, with or without a {@code #} before them. */
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

  /** The name of the method without arguments; empty if none is given. */
  String method() {
    return call.split("\\(")[0].strip();
  }
}
