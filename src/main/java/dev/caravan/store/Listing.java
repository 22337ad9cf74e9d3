package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists generations in pages, newest first. */
public final class Listing implements AutoCloseable {

  /**
   * One page.
   *
   * @param next the cursor of the next page; null on the last page
   * @param searched how many generations were looked at for this page
   * @param to when the oldest of them was received, in whole milliseconds; null if there was none
   */
  public record Page(List<Generation> generations, String next, int searched, Instant to) {

    /** Whether no older generation can be found. */
    public boolean isComplete() {
      return next == null;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

  private static final int READERS = 20;
  private static final long IDLE_SECONDS = 60;

  /** As many as S3 lists in one answer. */
  private static final int MOST_LISTED = 1000;

  private final S3Client s3;
  private final Records records;
  private final String bucket;
  private final Keys keys;
  private final ExecutorService readers = readers();

  public Listing(S3Client s3, Records records, String bucket, String prefix) {
    this.s3 = s3;
    this.records = records;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  /**
   * A page leaves out records that are not readable, and the log names them. It also leaves out
   * objects of the index that Caravan did not write.
   *
   * @param limit maximum number of rows, 1 to 100
   * @param before the {@code next} of the previous page; null for the first page
   * @throws StoreException if S3 can't be listed or read
   */
  public Page page(int limit, String before) {
    return page(SearchFilter.ALL, limit, before);
  }

  /**
   * The same for the generations of a period.
   *
   * @param period a filter of which only the times matter here
   */
  Page page(SearchFilter period, int limit, String before) {
    // One more than the page has says whether there is another page.
    List<String> cursors =
        cursors(limit + 1, period.startAfter(before)).stream()
            .takeWhile(period::isBeforeTheEnd)
            .toList();
    boolean more = cursors.size() > limit;
    List<String> rows = more ? cursors.subList(0, limit) : cursors;
    String last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
    return new Page(
        read(rows).stream().flatMap(Optional::stream).toList(),
        more ? last : null,
        rows.size(),
        last == null ? null : Keys.timeOf(last));
  }

  /**
   * Positions of generations only, newest first; their records are not read.
   *
   * @param limit 1 to 1,000
   * @param after the position before the first
   * @return fewer than the limit only if there are no more
   * @throws StoreException if S3 can't be listed
   */
  List<String> cursors(int limit, String after) {
    List<String> found = new ArrayList<>();
    String at = after;
    int most = limit;
    boolean more = true;
    while (more && found.size() < limit) {
      ListObjectsV2Response listed = list(most, at);
      List<String> names =
          listed.contents().stream()
              .map(object -> object.key().substring(keys.index().length()))
              .toList();
      names.stream().filter(Keys::isCursor).forEach(found::add);
      more = Boolean.TRUE.equals(listed.isTruncated()) && !names.isEmpty();
      at = more ? names.get(names.size() - 1) : at;
      // Many other objects in a row must not take a call each.
      most = MOST_LISTED;
    }
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  private ListObjectsV2Response list(int limit, String after) {
    try {
      return s3.listObjectsV2(
          list -> {
            // Without the encoding, some characters in a key make the answer unreadable XML.
            list.bucket(bucket).prefix(keys.index()).maxKeys(limit).encodingType(EncodingType.URL);
            if (after != null) {
              list.startAfter(keys.index() + after);
            }
          });
    } catch (SdkException e) {
      throw new StoreException("Can't list s3://" + bucket + "/" + keys.index(), e);
    }
  }

  /** The records at these positions, in their order; empty for one that the list leaves out. */
  List<Optional<Generation>> read(List<String> cursors) {
    List<CompletableFuture<Optional<Generation>>> reads =
        cursors.stream()
            .map(cursor -> CompletableFuture.supplyAsync(() -> readable(cursor), readers))
            .toList();
    return reads.stream().map(CompletableFuture::join).toList();
  }

  /** One broken object must not hide all others on its page. */
  private Optional<Generation> readable(String cursor) {
    try {
      // An entry at another time is foreign; its generation has an entry of its own.
      return records.find(Keys.idOf(cursor)).filter(found -> Keys.cursor(found).equals(cursor));
    } catch (UnreadableRecordException e) {
      // The cause would quote the record, and so the prompt.
      LOG.warn("The list leaves out a generation: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** A thread for each row of a usual page, so that one slow read delays no others. */
  private static ExecutorService readers() {
    ThreadPoolExecutor readers =
        new ThreadPoolExecutor(
            READERS,
            READERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Listing::daemon);
    readers.allowCoreThreadTimeOut(true);
    return readers;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "generation-reader");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    readers.shutdown();
  }
}
