package dev.caravan.local;

import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/**
 * Lists only buckets. S3Proxy lists everything in the folder, so also the lock of {@link
 * DataFolder} and what an operating system puts there. No bucket's name starts with a dot.
 */
final class BucketFolders extends ForwardingBlobStore {

  BucketFolders(BlobStore store) {
    super(store);
  }

  @Override
  public ListBucketsResponse list() {
    return bucketsOf(super.list());
  }

  @Override
  public ListBucketsResponse list(ListBucketsRequest request) {
    return bucketsOf(super.list(request));
  }

  private static ListBucketsResponse bucketsOf(ListBucketsResponse everything) {
    List<Bucket> buckets =
        everything.buckets().stream().filter(bucket -> !bucket.name().startsWith(".")).toList();
    return everything.toBuilder().buckets(buckets).build();
  }
}
