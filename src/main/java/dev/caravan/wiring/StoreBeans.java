package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;
import static dev.caravan.wiring.Bean.closed;

import dev.caravan.failure.Pause;
import dev.caravan.metrics.S3Calls;
import dev.caravan.queue.Messages;
import dev.caravan.queue.QueueSettings;
import dev.caravan.queue.deadletters.SqsConnection;
import dev.caravan.store.BucketConditions;
import dev.caravan.store.CamelS3Client;
import dev.caravan.store.Claims;
import dev.caravan.store.Contents;
import dev.caravan.store.FailedRecords;
import dev.caravan.store.Listing;
import dev.caravan.store.Outbox;
import dev.caravan.store.Records;
import dev.caravan.store.Removal;
import dev.caravan.store.ResultKeys;
import dev.caravan.store.ResultUrls;
import dev.caravan.store.Results;
import dev.caravan.store.S3Clients;
import dev.caravan.store.S3Connections;
import dev.caravan.store.S3ConnectionsHealthCheck;
import dev.caravan.store.Search;
import dev.caravan.store.StoreCheck;
import dev.caravan.store.StoreProbe;
import dev.caravan.store.Sweep;
import dev.caravan.store.SweepHealthCheck;
import dev.caravan.store.SweepLifecycle;
import dev.caravan.tracing.TracedCalls;
import dev.caravan.tracing.TracedExecutor;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What is stored in S3: records, results and the index. */
final class StoreBeans {

  static final List<Bean<?>> ALL =
      List.of(
          bean(
              "s3",
              S3Client.class,
              beans ->
                  S3Clients.watched(
                      beans.text("caravan.s3.kms.key"),
                      beans.get(S3Connections.class),
                      beans.get(S3Calls.class),
                      beans.get(TracedCalls.class))),
          bean("s3Connections", S3Connections.class, beans -> new S3Connections()),
          bean(
              "s3ConnectionsHealth",
              S3ConnectionsHealthCheck.class,
              beans ->
                  new S3ConnectionsHealthCheck(
                      () -> beans.get(S3Connections.class), () -> beans.get(StoreProbe.class))),
          bean(
              "presigner",
              S3Presigner.class,
              beans -> S3Clients.presigner(beans.get(S3Client.class))),
          bean(
              "resultUrls",
              ResultUrls.class,
              beans ->
                  new ResultUrls(
                      beans.get(S3Presigner.class),
                      beans.get(S3Client.class).serviceClientConfiguration().credentialsProvider(),
                      beans.whole("caravan.url.seconds"))),
          bean(
              "records",
              Records.class,
              beans -> new Records(beans.get(S3Client.class), bucket(beans), prefix(beans))),
          closed(
              "claims",
              Claims.class,
              beans ->
                  new Claims(
                      beans.get(Records.class),
                      beans.get(Contents.class)::isStored,
                      beans.whole("caravan.claim.seconds"),
                      beans.get(TracedExecutor.class))),
          bean(
              "results",
              Results.class,
              beans ->
                  new Results(
                      beans.get(S3Client.class),
                      beans.get(ResultUrls.class),
                      bucket(beans),
                      resultKeys(beans))),
          bean(
              "storeProbe",
              StoreProbe.class,
              beans -> new StoreProbe(beans.get(S3Client.class), bucket(beans), prefix(beans))),
          bean(
              "storeCheck",
              StoreCheck.class,
              beans ->
                  new StoreCheck(
                      () -> beans.get(BucketConditions.class), () -> beans.get(Pause.class))),
          bean(
              "bucketConditions",
              BucketConditions.class,
              beans ->
                  new BucketConditions(beans.get(S3Client.class), bucket(beans), prefix(beans))),
          bean(
              "outbox",
              Outbox.class,
              beans -> new Outbox(beans.get(Records.class), beans.get(Contents.class)::isStored)),
          bean(
              "failedRecords",
              FailedRecords.class,
              beans -> new FailedRecords(beans.get(Records.class), beans.get(Claims.class))),
          bean(
              "camelS3Client",
              CamelS3Client.class,
              beans -> new CamelS3Client(() -> beans.get(S3Client.class))),
          closed(
              "sweep",
              Sweep.class,
              beans ->
                  new Sweep(
                      beans.get(S3Client.class),
                      bucket(beans),
                      prefix(beans),
                      resultKeys(beans),
                      beans.get(Records.class),
                      beans.get(Listing.class),
                      new QueueCarrier(
                          beans.get(SqsConnection.class),
                          beans.text("sqs.queue.url"),
                          beans.get(Messages.class)),
                      beans.whole("caravan.sweep.seconds"),
                      beans.get(QueueSettings.class).longestWait())),
          bean(
              "sweepLifecycle",
              SweepLifecycle.class,
              beans -> new SweepLifecycle(() -> beans.get(Sweep.class))),
          bean(
              "sweepHealth",
              SweepHealthCheck.class,
              beans -> new SweepHealthCheck(() -> beans.get(Sweep.class))),
          bean("contents", Contents.class, beans -> new Contents(beans.get(S3Client.class))),
          closed(
              "listing",
              Listing.class,
              beans ->
                  new Listing(
                      beans.get(S3Client.class),
                      beans.get(Records.class),
                      bucket(beans),
                      prefix(beans))),
          bean(
              "removal",
              Removal.class,
              beans -> new Removal(beans.get(S3Client.class), beans.get(Records.class))),
          bean(
              "search",
              Search.class,
              beans ->
                  new Search(
                      beans.get(S3Client.class),
                      bucket(beans),
                      prefix(beans),
                      beans.get(Listing.class))));

  private StoreBeans() {}

  static String bucket(Beans beans) {
    return beans.text("bucket.name");
  }

  private static ResultKeys resultKeys(Beans beans) {
    return new ResultKeys(
        prefix(beans), beans.text("caravan.s3.image-name"), beans.text("caravan.s3.text-name"));
  }

  static String prefix(Beans beans) {
    return beans.text("caravan.s3.prefix");
  }
}
