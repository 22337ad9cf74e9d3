package dev.caravan.routes.lint.bean;

import dev.caravan.routes.lint.dsl.ExpressionUse;
import dev.caravan.routes.lint.expression.Scalars;
import dev.caravan.routes.lint.model.BeanDeclaration;
import dev.caravan.routes.lint.model.Document;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds all uses of beans in route files. */
final class BeanReferences {

  /** The keys whose value is the name of a bean. */
  private static final Set<String> NAMING =
      Set.of(
          "ref",
          "routePolicy",
          "errorHandlerRef",
          "onExceptionOccurredRef",
          "onRedeliveryRef",
          "redeliveryPolicyRef",
          "retryWhileRef",
          "onPrepareRef",
          "onPrepareFailureRef",
          "onPrepareFailureProcessorRef",
          "executorService",
          "executorServiceRef",
          "onPrepare",
          "aggregationStrategy",
          "aggregationRepository",
          "idempotentRepository",
          "comparator",
          "timeoutCheckerExecutorService",
          "loadBalancerRef");

  /** The keys below which bean names are written in another way. */
  private static final Set<String> OTHERWISE =
      Set.of("parameters", "constructors", "properties", "beans");

  private static final Pattern IN_SIMPLE =
      Pattern.compile("\\$\\{(?:bean|ref):([\\w-]+)(?:(?:\\?method=|[.])([\\w]+))?");

  private final List<BeanReference> found = new ArrayList<>();

  static List<BeanReference> in(Routes routes) {
    BeanReferences references = new BeanReferences();
    for (Document document : routes.documents()) {
      references.addKeys(document.root());
      document.expressions().forEach(references::addExpression);
      Scalars.in(document.root()).all().forEach(references::addSimple);
    }
    routes.endpoints().forEach(references::addEndpoint);
    routes.beans().forEach(references::addBean);
    return references.found;
  }

  private void addKeys(Yaml yaml) {
    for (Yaml.Entry entry : yaml.entries()) {
      if (NAMING.contains(entry.name()) && entry.value().isScalar()) {
        BeanReference.ofName(entry.value())
            .map(reference -> reference.calling(yaml.get("method")))
            .forEach(found::add);
      } else if (entry.name().equals("beanType") && entry.value().isScalar()) {
        found.add(
            BeanReference.toClass(entry.value(), entry.value().text()).calling(yaml.get("method")));
      } else if (entry.name().equals("bean") && entry.value().isScalar()) {
        BeanReference.ofName(entry.value()).forEach(found::add);
      } else if (!OTHERWISE.contains(entry.name())) {
        addKeys(entry.value());
      }
    }
    yaml.items().forEach(this::addKeys);
  }

  /** {@code method: "name.method"} or {@code "name?method=method"}. */
  private void addExpression(ExpressionUse use) {
    if (!use.language().equals("method") || !use.value().isScalar()) {
      return;
    }
    String[] parts = use.value().text().split("\\?method=|[.]", 2);
    if (parts[0].matches("[\\w-]+")) {
      found.add(
          BeanReference.toBean(use.value(), parts[0])
              .calling(parts.length < 2 ? "" : parts[1], use.value()));
    }
  }

  private void addSimple(Yaml text) {
    Matcher bean = IN_SIMPLE.matcher(text.text());
    while (bean.find()) {
      found.add(BeanReference.toBean(text, bean.group(1)).calling(bean.group(2), text));
    }
  }

  private void addEndpoint(EndpointUse endpoint) {
    Yaml method =
        endpoint.has("method") ? endpoint.options().get("method").where() : endpoint.uri();
    boolean isFixed = !endpoint.path().contains("{{") && !endpoint.path().contains("${");
    if (endpoint.scheme().equals("bean") && isFixed && !endpoint.path().startsWith("type:")) {
      found.add(
          BeanReference.toBean(endpoint.uri(), endpoint.path())
              .calling(endpoint.option("method"), method));
    }
    if (endpoint.scheme().equals("class") && isFixed) {
      found.add(
          BeanReference.toClass(endpoint.uri(), endpoint.path())
              .calling(endpoint.option("method"), method));
    }
    endpoint.options().values().stream()
        .filter(option -> option.where().text().startsWith("#"))
        .flatMap(option -> BeanReference.ofHash(option.where()))
        .forEach(found::add);
  }

  private void addBean(BeanDeclaration bean) {
    Stream.of("constructors", "properties")
        .flatMap(key -> bean.body().get(key).stream())
        .flatMap(values -> values.entries().stream())
        .flatMap(entry -> BeanReference.ofHash(entry.value()))
        .forEach(found::add);
    bean.body().get("factoryBean").stream().flatMap(BeanReference::ofName).forEach(found::add);
  }
}
