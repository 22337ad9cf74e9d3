package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists generations in pages, newest first. */
public final class Listing implements AutoCloseable {

  /**
   * One page.
   *
   * @param next the cursor of the next page; null on the last page
   */
  public record Page(List<Generation> generations, String next) {}

  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

  private final S3Client s3;
  private final Records records;
  private final String bucket;
  private final Keys keys;
  // A page reads one record per row; reading them one after another would take a second.
  private final ExecutorService readers = Executors.newFixedThreadPool(8, Listing::daemon);

  public Listing(S3Client s3, Records records, String bucket, String prefix) {
    this.s3 = s3;
    this.records = records;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  /**
   * A page leaves out records that are not readable, and the log names them.
   *
   * @param limit maximum number of rows, 1 to 100
   * @param before the {@code next} of the previous page; null for the first page
   * @throws StoreException if S3 can't be listed or read
   */
  public Page page(int limit, String before) {
    ListObjectsV2Response listed = list(limit, before);
    List<String> cursors =
        listed.contents().stream()
            .map(object -> object.key().substring(keys.index().length()))
            .toList();
    boolean more = Boolean.TRUE.equals(listed.isTruncated()) && !cursors.isEmpty();
    return new Page(read(cursors), more ? cursors.get(cursors.size() - 1) : null);
  }

  /**
   * Positions of generations only, newest first; their records are not read.
   *
   * @param limit 1 to 1,000
   * @param after the position before the first
   * @throws StoreException if S3 can't be listed
   */
  List<String> cursors(int limit, String after) {
    return list(limit, after).contents().stream()
        .map(object -> object.key().substring(keys.index().length()))
        .toList();
  }

  private ListObjectsV2Response list(int limit, String after) {
    try {
      return s3.listObjectsV2(
          list -> {
            list.bucket(bucket).prefix(keys.index()).maxKeys(limit);
            if (after != null) {
              list.startAfter(keys.index() + after);
            }
          });
    } catch (SdkException e) {
      throw new StoreException("Can't list s3://" + bucket + "/" + keys.index(), e);
    }
  }

  private List<Generation> read(List<String> cursors) {
    List<CompletableFuture<Optional<Generation>>> reads =
        cursors.stream()
            .map(Keys::idOf)
            .map(id -> CompletableFuture.supplyAsync(() -> readable(id), readers))
            .toList();
    return reads.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
  }

  /** One broken object must not hide all others on its page. */
  private Optional<Generation> readable(String id) {
    try {
      return records.find(id);
    } catch (UnreadableRecordException e) {
      // The cause would quote the record, and so the prompt.
      LOG.warn("The list leaves out a generation: {}", e.getMessage());
      return Optional.empty();
    }
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
