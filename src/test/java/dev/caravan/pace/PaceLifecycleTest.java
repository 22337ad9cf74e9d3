package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.model.Catalogue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class PaceLifecycleTest {

  @Test
  void a_stop_ends_the_waiting() throws Exception {
    Pace pace = new Pace(1, 1);
    Lane lane = pace.lane(Catalogue.read("routes/models.yaml").defaultModel());
    lane.enterNow().orElseThrow();
    try (CamelContext context = new DefaultCamelContext()) {
      context.getManagementStrategy().addEventNotifier(new PaceLifecycle(pace));
      context.start();
      CompletableFuture<Optional<Permit>> waiting =
          CompletableFuture.supplyAsync(() -> enter(lane));
      await().until(() -> lane.waiting() == 1);

      context.stop();

      assertThat(waiting.join()).isEmpty();
    }
  }

  private static Optional<Permit> enter(Lane lane) {
    try {
      return lane.enter(Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
