package dev.caravan.bench.server;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * S3 with path-style addresses: PUT with its conditions, GET and HEAD. It keeps the content of
 * records, but of images only their size. It runs on one event loop, so conditions are atomic.
 * ETags are a counter, not a digest. Signatures and checksums are not checked.
 */
final class S3Service implements Handler<HttpServerRequest> {

  private static final String DONE = "\"state\":\"done\"";
  private static final int LONGEST_RECORD = 2_000;

  /** An object; {@code content} is null if only the size is kept. */
  private record Stored(String etag, String contentType, Buffer content, long size) {}

  private final Ledger ledger;
  private final Map<String, Stored> objects = new HashMap<>();
  private ObjectIndex index = ObjectIndex.NONE;
  private long etags;

  S3Service(Ledger ledger) {
    this.ledger = ledger;
  }

  void clear(String bucket) {
    objects.keySet().removeIf(path -> path.startsWith("/" + bucket + "/"));
    index.clear(bucket);
  }

  /** From now on, stored objects can be listed. */
  void keepIndex() {
    index = ObjectIndex.empty();
  }

  @Override
  public void handle(HttpServerRequest request) {
    S3Call call = new S3Call(request, ledger);
    if (request.method() == HttpMethod.PUT) {
      put(call, request);
    } else if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
      get(call, request);
    } else {
      error(request, 405, "MethodNotAllowed").onComplete(sent -> call.over());
    }
  }

  private void put(S3Call call, HttpServerRequest request) {
    if (call.isImage()) {
      long[] size = {0};
      request.handler(part -> size[0] += part.length());
      request.endHandler(
          end -> {
            call.received();
            store(call, request, null, size(request, size[0]));
          });
    } else {
      request
          .body()
          .onSuccess(
              body -> {
                call.received();
                String coding = request.getHeader("Content-Encoding");
                boolean chunked = coding != null && coding.contains("aws-chunked");
                Buffer content = chunked && body.length() > 0 ? AwsChunked.decode(body) : body;
                store(call, request, content, content.length());
              });
    }
  }

  /** The size of an upload, without the chunks that the SDK cut it into. */
  private static long size(HttpServerRequest request, long sent) {
    String decoded = request.getHeader("x-amz-decoded-content-length");
    return decoded == null ? sent : Long.parseLong(decoded);
  }

  private void store(S3Call call, HttpServerRequest request, Buffer content, long size) {
    Stored there = objects.get(request.path());
    String match = request.getHeader("If-Match");
    if (request.getHeader("If-None-Match") != null && there != null
        || match != null && (there == null || !there.etag().equals(match))) {
      error(request, 412, "PreconditionFailed").onComplete(sent -> call.over());
      return;
    }
    Stored stored =
        new Stored("\"" + ++etags + "\"", request.getHeader("Content-Type"), content, size);
    objects.put(request.path(), stored);
    if (there == null) {
      call.created(size);
    }
    index.add(request.path());
    request
        .response()
        .putHeader("ETag", stored.etag())
        .end()
        .onComplete(
            sent -> {
              call.over();
              if (!call.isImage() && content.length() > 0 && isDone(content)) {
                call.account().recordDone(call.id());
              }
            });
  }

  private static boolean isDone(Buffer record) {
    // Benthos and Bento sort the fields, so the state can be anywhere in a record.
    return record.getString(0, Math.min(record.length(), LONGEST_RECORD)).contains(DONE);
  }

  private void get(S3Call call, HttpServerRequest request) {
    if (request.query() != null && request.query().contains("list-type")) {
      request
          .response()
          .putHeader("Content-Type", "application/xml")
          .end(index.list(request))
          .onComplete(sent -> call.over());
      return;
    }
    Stored there = objects.get(request.path());
    if (there == null) {
      error(request, 404, "NoSuchKey").onComplete(sent -> call.over());
      return;
    }
    HttpServerResponse response =
        request
            .response()
            .putHeader("ETag", there.etag())
            .putHeader("Content-Type", String.valueOf(there.contentType()))
            .putHeader("Content-Length", String.valueOf(there.size()));
    (request.method() == HttpMethod.GET && there.content() != null
            ? response.end(there.content())
            : response.end())
        .onComplete(sent -> call.over());
  }

  private static io.vertx.core.Future<Void> error(
      HttpServerRequest request, int status, String code) {
    HttpServerResponse response =
        request.response().setStatusCode(status).putHeader("Content-Type", "application/xml");
    return request.method() == HttpMethod.HEAD
        ? response.end()
        : response.end("<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
  }
}
