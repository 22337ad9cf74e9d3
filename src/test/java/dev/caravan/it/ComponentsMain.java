package dev.caravan.it;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Runs a route with each of the components that Caravan's own routes don't use. */
final class ComponentsMain {

  private static final String ROUTES =
      """
      - route:
          id: ask
          from:
            uri: timer:once
            parameters: { delay: 0, repeatCount: 1 }
            steps:
              - to: "%s"
              - unmarshal: { json: { library: Jackson } }
              - setBody: { jsonpath: { expression: "$.prompt", resultType: java.lang.String } }
              - to: seda:write
      - route:
          id: write
          from:
            uri: seda:write
            steps:
              - to: log:seen
              - to:
                  uri: file:%s
                  parameters: { fileName: prompt.txt }
              - bean: { ref: written, method: countDown }
      - route:
          id: tick
          from:
            uri: scheduler:tick
            steps:
              - log: tick
      """;

  private ComponentsMain() {}

  public static void main(String[] arguments) throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("written", written);
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.fromString(
                  "a.camel.yaml", ROUTES.formatted(arguments[0], arguments[1])));
      context.start();
      written.await(30, TimeUnit.SECONDS);
    }
  }
}
