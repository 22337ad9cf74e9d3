package dev.caravan.it.faults.single;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.it.Api;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sends one prompt, and keeps the answer that its caller got. */
final class Caller implements Runnable {

  /**
   * The answer that the caller got.
   *
   * @param status 0 if there was no answer
   */
  record Told(int status, JsonNode body) {

    static final Told NOTHING = new Told(0, MissingNode.getInstance());

    String code() {
      return body.path("code").asText();
    }
  }

  private static final Set<Integer> AGAIN = Set.of(0, 409, 429, 500, 502, 503, 504);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Site site;
  private final Cell cell;
  private volatile Told told;

  Caller(Site site, Cell cell) {
    this.site = site;
    this.cell = cell;
  }

  /** The last answer; null until then. {@link Told#NOTHING} for a message. */
  Told told() {
    return told;
  }

  @Override
  public void run() {
    if (!cell.entrance().isHttp()) {
      site.send(cell);
      told = Told.NOTHING;
      return;
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    Told last = post();
    // A caller can only repeat a request that has a key.
    while (cell.entrance() == Entrance.KEYED
        && AGAIN.contains(last.status())
        && System.nanoTime() < end) {
      pause();
      last = post();
    }
    told = last;
  }

  private Told post() {
    Api api = site.api();
    if (api == null) {
      return Told.NOTHING;
    }
    String[] headers =
        switch (cell.entrance()) {
          case KEYED -> new String[] {"Idempotency-Key", "key of " + cell.word()};
          case ASYNC -> new String[] {"Prefer", "respond-async"};
          default -> new String[0];
        };
    try {
      Api.Answer answer = api.generate(cell.body(), headers);
      return new Told(answer.status(), answer.json());
    } catch (AssertionError e) {
      // The instance was killed, or it lost the connection.
      return Told.NOTHING;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
