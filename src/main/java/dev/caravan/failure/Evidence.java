package dev.caravan.failure;

import dev.caravan.generation.Prompt;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the prompts of one model show about its failures. An answer such as a ValidationException
 * can be the prompt's or the model's fault; the fate of other prompts decides. It uses no clock.
 *
 * <p>Two prompts are the same if they ask for the same: a sender that repeats one strange prompt,
 * with other metadata or seeds, proves nothing about the model. Nor do the different prompts of one
 * sender, while prompts of others succeed: they count as one.
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

  /** While another sender's success is not older, one sender's failures count as one. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  private static final int MOST_SENDERS = 50;
  private static final int MOST_PROMPTS = 200;
  private static final int MOST_ANSWERS = 20;
  private static final int MOST_IN_A_ROW = 10;

  /** What a prompt asks for, without the facts that do not change the model's verdict. */
  private record Asked(String text, String aspectRatio, String negativePrompt, String system) {

    static Asked of(Prompt prompt) {
      return new Asked(
          prompt.text(), prompt.aspectRatio(), prompt.negativePrompt(), prompt.system());
    }
  }

  private record Success(Asked by, long number, Instant at) {}

  /** The number of successes before the first refusal of each prompt. */
  private final Map<Asked, Long> refused = new Bounded<>(MOST_PROMPTS);

  /** The different prompts with the same answer since the last success, and their senders. */
  private final Map<String, Map<Asked, String>> inARow = new Bounded<>(MOST_ANSWERS);

  /** When each sender last succeeded. */
  private final Map<String, Instant> senders = new Bounded<>(MOST_SENDERS);

  private long successes;
  private Success last;

  /** The last success of another prompt than {@link #last}. */
  private Success lastOfAnother;

  /**
   * A prompt succeeded.
   *
   * @param sender of the prompt; null if it is not known
   */
  public synchronized void succeeded(Prompt prompt, String sender, Instant now) {
    Asked by = Asked.of(prompt);
    if (last != null && !last.by().equals(by)) {
      lastOfAnother = last;
    }
    last = new Success(by, ++successes, now);
    inARow.clear();
    senders.put(sender, now);
  }

  /**
   * A prompt was refused with an answer that does not tell whose fault it is.
   *
   * @param sender of the prompt; null if it is not known
   * @param answer the kind of answer ({@link AnswerKind})
   * @param before when another attempt was refused, by the clock of its instance; empty if none was
   */
  public synchronized Finding refused(
      Prompt prompt, String sender, AnswerKind answer, Optional<Instant> before, Instant now) {
    Asked asked = Asked.of(prompt);
    Long first = refused.putIfAbsent(asked, successes);
    boolean othersSucceeded =
        first != null && succeededAfter(asked, first)
            || before.isPresent() && succeededAfter(asked, before.get().plus(CLOCKS));
    if (othersSucceeded) {
      return Finding.PROMPT;
    }
    return inARow(prompt, sender, answer.text(), now) >= ENOUGH ? Finding.MODEL : Finding.UNKNOWN;
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
   * @param sender of the prompt; null if it is not known
   * @param kind of failure
   * @return the number of different prompts that failed so since the last success, at most 10; 1 if
   *     one sender sent them all while another's prompts succeed
   */
  public synchronized int inARow(Prompt prompt, String sender, String kind, Instant now) {
    Map<Asked, String> different = inARow.computeIfAbsent(kind, key -> new LinkedHashMap<>());
    if (different.size() < MOST_IN_A_ROW) {
      different.putIfAbsent(Asked.of(prompt), sender);
    }
    boolean isOneSender = sender != null && different.values().stream().allMatch(sender::equals);
    return isOneSender && othersSucceededLately(sender, now) ? 1 : different.size();
  }

  private boolean othersSucceededLately(String sender, Instant now) {
    return senders.entrySet().stream()
        .anyMatch(
            other -> !sender.equals(other.getKey()) && other.getValue().plus(LATELY).isAfter(now));
  }

  /** Forgets everything: the model's configuration has changed. */
  public synchronized void clear() {
    refused.clear();
    inARow.clear();
    senders.clear();
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
