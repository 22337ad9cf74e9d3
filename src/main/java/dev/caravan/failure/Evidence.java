package dev.caravan.failure;

import dev.caravan.generation.Prompt;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the prompts of one model show about its failures. An answer such as a ValidationException
 * can be the prompt's or the model's fault; the fate of other prompts decides. It uses no clock.
 *
 * <p>Two prompts are the same if they ask for the same: a sender that repeats one strange prompt,
 * with other metadata or seeds, proves nothing about the model.
 */
public final class Evidence {

  /** Whose fault a refusal is. */
  public enum Finding {
    PROMPT,
    MODEL,
    UNKNOWN
  }

  /** Different prompts with the same answer, and no success between, that show a model's fault. */
  public static final int ENOUGH = 3;

  /** The clocks of two instances may differ by this much. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private static final int MOST_PROMPTS = 200;
  private static final int MOST_ANSWERS = 20;
  private static final int MOST_IN_A_ROW = 10;

  /** What a prompt asks for, without the facts that do not change the model's verdict. */
  private record Asked(String text, String aspectRatio, String negativePrompt) {

    static Asked of(Prompt prompt) {
      return new Asked(prompt.text(), prompt.aspectRatio(), prompt.negativePrompt());
    }
  }

  private record Success(Asked by, long number, Instant at) {}

  /** The number of successes before the first refusal of each prompt. */
  private final Map<Asked, Long> refused = new Bounded<>(MOST_PROMPTS);

  /** The different prompts with the same answer since the last success. */
  private final Map<String, Set<Asked>> inARow = new Bounded<>(MOST_ANSWERS);

  private long successes;
  private Success last;

  /** The last success of another prompt than {@link #last}. */
  private Success lastOfAnother;

  /** A prompt succeeded. */
  public synchronized void succeeded(Prompt prompt, Instant now) {
    Asked by = Asked.of(prompt);
    if (last != null && !last.by().equals(by)) {
      lastOfAnother = last;
    }
    last = new Success(by, ++successes, now);
    inARow.clear();
  }

  /**
   * A prompt was refused with an answer that does not tell whose fault it is.
   *
   * @param answer the kind of answer ({@link AnswerKind})
   * @param before when another attempt was refused, by the clock of its instance; empty if none was
   */
  public synchronized Finding refused(Prompt prompt, AnswerKind answer, Optional<Instant> before) {
    Asked asked = Asked.of(prompt);
    Long first = refused.putIfAbsent(asked, successes);
    boolean othersSucceeded =
        first != null && succeededAfter(asked, first)
            || before.isPresent() && succeededAfter(asked, before.get().plus(CLOCKS));
    if (othersSucceeded) {
      return Finding.PROMPT;
    }
    return inARow(prompt, answer.text()) >= ENOUGH ? Finding.MODEL : Finding.UNKNOWN;
  }

  private boolean succeededAfter(Asked asked, long number) {
    Success other = lastOfOtherThan(asked);
    return other != null && other.number() > number;
  }

  private boolean succeededAfter(Asked asked, Instant at) {
    Success other = lastOfOtherThan(asked);
    return other != null && other.at().isAfter(at);
  }

  private Success lastOfOtherThan(Asked asked) {
    return last != null && last.by().equals(asked) ? lastOfAnother : last;
  }

  /**
   * A prompt failed in a way that is the model's fault if many prompts fail so.
   *
   * @param kind of failure
   * @return the number of different prompts that failed so since the last success, at most 10
   */
  public synchronized int inARow(Prompt prompt, String kind) {
    Set<Asked> different = inARow.computeIfAbsent(kind, key -> new LinkedHashSet<>());
    if (different.size() < MOST_IN_A_ROW) {
      different.add(Asked.of(prompt));
    }
    return different.size();
  }

  /** Forgets everything: the model's configuration has changed. */
  public synchronized void clear() {
    refused.clear();
    inARow.clear();
    last = null;
    lastOfAnother = null;
  }

  /** A map that forgets its oldest entry if it has too many. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;

    private final int most;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
