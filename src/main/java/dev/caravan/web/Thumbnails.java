package dev.caravan.web;

import dev.caravan.generation.Result;
import dev.caravan.memory.ByteBudget;
import dev.caravan.memory.Hold;
import dev.caravan.store.Contents;
import dev.caravan.store.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Small versions of pictures, made from the originals in S3 when somebody asks for them. Bytes in
 * memory bound the work: the original and the decoded picture of each one that is made count. The
 * last ones stay in memory, because several people look at the same gallery.
 */
public final class Thumbnails {

  /** Few widths, so that caches can keep each. */
  static final List<Integer> WIDTHS = List.of(320, 640);

  /** Of originals and decoded pictures together; two of the usual size. */
  private static final long WORK = 40L * 1_048_576;

  private static final int KEPT = 4 * 1_048_576;

  /** Of an original, which is in memory twice while it is decoded. */
  private static final long LARGEST = 12L * 1_048_576;

  /** Each holds a thread. */
  private static final int MOST_AT_ONCE = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Contents contents;
  private final ByteBudget work = new ByteBudget(WORK);
  private final AtomicInteger active = new AtomicInteger();
  private final Map<String, Thumbnail> kept = new LinkedHashMap<>(64, 0.75f, true);
  private long keptBytes;

  public Thumbnails(Contents contents) {
    this.contents = contents;
  }

  /**
   * What came out.
   *
   * @param isStored false if the original is no longer in S3
   * @param thumbnail empty if the original is the smallest version that there is
   */
  record Made(boolean isStored, Optional<Thumbnail> thumbnail) {}

  /**
   * @param width one of {@link #WIDTHS}
   * @throws HttpProblem if too many are being made
   * @throws dev.caravan.store.StoreException if S3 can't be read or asked
   */
  Made of(Result result, int width) {
    String name = result.sha256() + '-' + width;
    Thumbnail known = known(name);
    if (known != null) {
      // The original may have been deleted from the bucket since.
      return contents.isStored(result)
          ? new Made(true, Optional.of(known))
          : new Made(false, Optional.empty());
    }
    if (!result.isImage() || result.bytes() == 0 || result.bytes() > LARGEST) {
      return new Made(true, Optional.empty());
    }
    if (active.incrementAndGet() > MOST_AT_ONCE) {
      active.decrementAndGet();
      throw HttpProblem.tooManyDownloads(MOST_AT_ONCE);
    }
    try (Hold hold = work.hold()) {
      if (!hold.take(2 * result.bytes() + Thumbnail.MOST_DECODED, PATIENCE)) {
        throw HttpProblem.tooManyDownloads(MOST_AT_ONCE);
      }
      Optional<Piece> original = contents.piece(result, 0, (int) result.bytes(), null);
      Optional<Thumbnail> made = original.flatMap(piece -> Thumbnail.of(piece.bytes(), width));
      made.ifPresent(thumbnail -> keep(name, thumbnail));
      return new Made(original.isPresent(), made);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while it waited for memory", e);
    } finally {
      active.decrementAndGet();
    }
  }

  private Thumbnail known(String name) {
    synchronized (kept) {
      return kept.get(name);
    }
  }

  private void keep(String name, Thumbnail thumbnail) {
    synchronized (kept) {
      Thumbnail before = kept.put(name, thumbnail);
      keptBytes += thumbnail.bytes().length - (before == null ? 0 : before.bytes().length);
      for (String oldest : new ArrayList<>(kept.keySet())) {
        if (keptBytes <= KEPT) {
          break;
        }
        keptBytes -= kept.remove(oldest).bytes().length;
      }
    }
  }

  /** Bytes of the work in progress and of those that are kept. */
  public long heldBytes() {
    synchronized (kept) {
      return work.taken() + keptBytes;
    }
  }

  /** The most bytes that they may hold. */
  public long limitBytes() {
    return work.total() + KEPT;
  }
}
