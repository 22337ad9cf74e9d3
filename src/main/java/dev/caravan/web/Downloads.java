package dev.caravan.web;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.store.Contents;
import dev.caravan.store.Piece;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The contents that are being sent. Each is read in pieces, and holds one piece until its client
 * has taken it. The more there are, the smaller their pieces are, so all together hold little.
 */
public final class Downloads {

  /** Of each download, if there are few. */
  static final int LARGEST_PIECE = 1_048_576;

  /** Smaller pieces would need more time for the calls of S3 than for their bytes. */
  static final int SMALLEST_PIECE = 65_536;

  /** For the pieces of all downloads, if all have the size that the newest gets. */
  private static final int SHARED = 16 * LARGEST_PIECE;

  /** Threads that read pieces from S3, and so the most connections that downloads use. */
  private static final int READERS = 10;

  private final Contents contents;
  private final int most;
  private final Duration patience;
  private final WorkerExecutor readers;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();

  /**
   * @param most downloads at the same time
   * @param patienceSeconds how long a client may take no bytes before it is disconnected
   */
  public Downloads(Contents contents, Vertx vertx, int most, int patienceSeconds) {
    this.contents = contents;
    this.most = most;
    this.patience = Duration.ofSeconds(patienceSeconds);
    this.readers = vertx.createSharedWorkerExecutor("downloads", READERS);
  }

  /** The size of a piece while this many downloads are in progress. */
  static int pieceBytes(int active) {
    return Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, SHARED / Math.max(1, active)));
  }

  /**
   * A download with its first piece; empty if the result is no longer in S3.
   *
   * @throws HttpProblem if too many are in progress
   * @throws dev.caravan.store.StoreException if S3 can't be read
   */
  Optional<Download> begin(Generation generation, Wanted wanted) {
    if (active.incrementAndGet() > most) {
      active.decrementAndGet();
      throw HttpProblem.tooManyDownloads(most);
    }
    Download download = new Download(this, generation, wanted);
    boolean isBegun = false;
    try {
      isBegun = download.readFirst();
    } finally {
      if (!isBegun) {
        over();
      }
    }
    return isBegun ? Optional.of(download) : Optional.empty();
  }

  /** Reads in this thread; see {@link Contents#piece}. */
  Optional<Piece> read(Result result, long first, long last, String version) {
    int length = (int) Math.min(pieceBytes(active.get()), last - first + 1);
    return contents.piece(result, first, length, version);
  }

  /** Reads in another thread. The future completes on the event loop of the caller. */
  Future<Optional<Piece>> readLater(Result result, long first, long last, String version) {
    return readers.executeBlocking(() -> read(result, first, last, version), false);
  }

  Duration patience() {
    return patience;
  }

  /** How many are in progress. */
  public int active() {
    return active.get();
  }

  /** Counts bytes of a piece that a download holds from now on, or holds no more if negative. */
  void hold(int bytes) {
    held.addAndGet(bytes);
  }

  /** Bytes of the pieces that all downloads hold. */
  public long heldBytes() {
    return held.get();
  }

  /**
   * The most bytes that they may hold. The n-th oldest download has read its piece while at least n
   * were in progress, so its piece is at most the n-th size.
   */
  public long limitBytes() {
    return IntStream.rangeClosed(1, most).mapToLong(Downloads::pieceBytes).sum();
  }

  /** One download has ended. */
  void over() {
    active.decrementAndGet();
  }
}
