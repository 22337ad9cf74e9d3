package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.store.Candidates.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Finds generations by their properties, newest first. One answer makes a bounded number of calls
 * of S3; its cursor continues the search.
 */
public final class Search {

  /** The most calls of S3 for one answer, without the SDK's retries. */
  static final int MOST_CALLS = 50;

  /** Records that are read at the same time. */
  private static final int TOGETHER = 8;

  /** So that not all segments are in memory at the same time. */
  private static final int MOST_SKIPPED = 1000;

  /** Searches at the same time; each may have a segment of some megabytes in memory. */
  private static final int AT_ONCE = 4;

  private final Listing listing;
  private final SearchObjects objects;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  public Search(S3Client s3, String bucket, String prefix, Listing listing) {
    this.listing = listing;
    this.objects = new SearchObjects(s3, bucket, prefix);
  }

  /**
   * A page has fewer rows than the limit, and a {@code next}, if its calls of S3 are used up. A
   * filter that wants only a period reads as many records as the page has rows.
   *
   * @param limit maximum number of rows, 1 to 100
   * @param before the {@code next} of the previous page; null for the first page
   * @throws StoreException if S3 can't be listed or read
   */
  public Listing.Page find(SearchFilter filter, int limit, String before) {
    if (filter.isPeriod()) {
      return listing.page(filter, limit, before);
    }
    places.acquireUninterruptibly();
    try {
      return new Run(filter, limit, before).page();
    } finally {
      places.release();
    }
  }

  /** One search. */
  private final class Run {

    private final SearchFilter filter;
    private final int limit;
    private final CallBudget calls = new CallBudget(MOST_CALLS);
    private final Candidates candidates;
    private final List<Generation> found = new ArrayList<>();
    private int searched;
    private String at;
    private boolean isCut;

    Run(SearchFilter filter, int limit, String before) {
      this.filter = filter;
      this.limit = limit;
      this.candidates = new Candidates(listing, objects, filter, before, calls);
    }

    Listing.Page page() {
      while (found.size() < limit && look()) {
        // Until the page is full, or nothing is left to read.
      }
      boolean more = isCut || candidates.peek() != null || candidates.isStopped();
      Instant to = at == null ? null : Keys.timeOf(at);
      return new Listing.Page(List.copyOf(found), more ? at : null, searched, to);
    }

    /**
     * Looks at the next generations, and reads the records of those that may pass the filter.
     *
     * @return false if there are none, or no call is left
     */
    private boolean look() {
      List<Candidate> next = new ArrayList<>();
      List<String> toRead = new ArrayList<>();
      while (toRead.size() < TOGETHER && next.size() < MOST_SKIPPED && candidates.peek() != null) {
        if (candidates.peek().mayPass(filter)) {
          if (!calls.spend()) {
            break;
          }
          toRead.add(candidates.peek().cursor());
        }
        next.add(candidates.next());
      }
      Iterator<Optional<Generation>> records = listing.read(toRead).iterator();
      for (int n = 0; n < next.size(); n++) {
        searched++;
        at = next.get(n).cursor();
        if (next.get(n).mayPass(filter)) {
          records.next().filter(filter::accepts).ifPresent(found::add);
        }
        if (found.size() == limit) {
          isCut = n < next.size() - 1;
          return true;
        }
      }
      return !next.isEmpty();
    }
  }
}
