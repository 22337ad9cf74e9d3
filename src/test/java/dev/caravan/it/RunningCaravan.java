package dev.caravan.it;

import dev.caravan.cli.Service;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One laptop AWS and one service with the shipped routes, shared by all tests of a run. */
public final class RunningCaravan implements ParameterResolver, BeforeEachCallback {

  /** The parameter of a test. */
  public record Running(LocalAws aws, Service service, Api api, Api management, Queues queues)
      implements AutoCloseable {

    static Running start() throws Exception {
      Path data = Files.createTempDirectory(Path.of("target"), "it-data");
      LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(data));
      aws.useInThisJvm();
      Service service = Service.start(Path.of("routes"), settings(aws));
      return new Running(
          aws,
          service,
          new Api(service.httpPort()),
          new Api(service.managementPort()),
          new Queues(aws));
    }

    /** Adds a rule for Bedrock's misbehaviour, which applies until the test ends. */
    public void bedrockShould(String rule) {
      aws.bedrock().misbehaviour().addAll(new RuleReader().read(rule));
    }

    /** The service's settings in tests: free ports, and a queue that gives messages back soon. */
    static Map<String, String> settings(LocalAws aws) {
      return Map.of(
          // Throttling in one test must not turn away the prompts of the next.
          "caravan.pace.start", "100",
          "sqs.queue.url", aws.queueUrl(),
          "sqs.dead.letter.queue.url", aws.deadLetterQueueUrl(),
          "bucket.name", aws.bucket(),
          "http.port", "0",
          "management.port", "0",
          "caravan.queue.wait-seconds", "1",
          "caravan.queue.visibility-seconds", "4",
          "caravan.claim.seconds", "3",
          "caravan.pause.first-probe-seconds", "1");
    }

    @Override
    public void close() {
      service.close();
      queues.close();
      aws.close();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Running running = running(context);
    // Another test class of this JVM may have pointed the clients to an AWS of its own.
    running.aws().useInThisJvm();
    running.aws().bedrock().misbehaviour().clear();
    running.aws().bedrock().clearCalls();
    running.queues().emptyDeadLetters();
    // A model that an earlier test paused takes prompts again at once.
    running
        .service()
        .context()
        .getRegistry()
        .findByType(dev.caravan.pace.Pace.class)
        .forEach(dev.caravan.pace.Pace::forget);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context);
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(RunningCaravan.class))
        .getOrComputeIfAbsent(
            Running.class,
            type -> {
              try {
                return Running.start();
              } catch (Exception e) {
                throw new IllegalStateException("Caravan did not start", e);
              }
            },
            Running.class);
  }
}
