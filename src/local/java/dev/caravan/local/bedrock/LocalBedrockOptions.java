package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.rule.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The stand-in's options at the start.
 *
 * @param port 0 picks a free one
 * @param rulesFiles read once, at the start; later the admin endpoint changes the rules
 * @param latency the time that a model takes to answer; refusals are immediate, as Bedrock's are
 */
public record LocalBedrockOptions(String host, int port, List<Path> rulesFiles, Latency latency) {

  public LocalBedrockOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: found " + port + ", allowed: from 0 to 65535");
    }
    rulesFiles = List.copyOf(rulesFiles);
  }

  public static LocalBedrockOptions defaults() {
    return new LocalBedrockOptions("127.0.0.1", 0, List.of(), Latency.none());
  }

  public LocalBedrockOptions withHost(String name) {
    return new LocalBedrockOptions(name, port, rulesFiles, latency);
  }

  public LocalBedrockOptions withPort(int number) {
    return new LocalBedrockOptions(host, number, rulesFiles, latency);
  }

  public LocalBedrockOptions withRulesFile(Path file) {
    List<Path> files = new ArrayList<>(rulesFiles);
    files.add(file);
    return new LocalBedrockOptions(host, port, files, latency);
  }

  public LocalBedrockOptions withLatency(Latency time) {
    return new LocalBedrockOptions(host, port, rulesFiles, time);
  }

  public LocalBedrockOptions withLatency(Duration time) {
    return withLatency(Latency.exactly(time));
  }
}
