package dev.caravan.bench.http;

import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Sample;
import dev.caravan.bench.run.HttpRounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the service adds to a POST if the model takes no time, at half of the highest rate. */
final class PostPhase {

  private final Servers servers;
  private final Size size;
  private final Consumer<String> progress;

  PostPhase(Servers servers, Size size, Consumer<String> progress) {
    this.servers = servers;
    this.size = size;
    this.progress = progress;
  }

  /** Forgets all records. */
  PostAtHalfLoad run(Target target) {
    servers.behave(Duration.ZERO, WarmService.IMAGE_BYTES);
    List<Sample> rounds = new ArrayList<>();
    try (HttpRounds http = new HttpRounds(servers)) {
      for (int n = 1; n <= size.postRounds(); n++) {
        Sample sample = http.measure(target.running(), size.postSeconds());
        progress.accept(
            "round %d: %.0f/s; at half of that, %.1f ms added (p50), %.1f ms (p99)"
                .formatted(n, sample.perSecond(), sample.added().p50(), sample.added().p99()));
        rounds.add(sample);
      }
    }
    return new PostAtHalfLoad(rounds);
  }
}
