package dev.caravan.web;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.store.Contents;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Answers {@code GET} and {@code HEAD /generations/{id}/content}. */
public final class ContentReplies {

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_MODIFIED = 304;

  private final Contents contents;
  private final Downloads downloads;
  private final Thumbnails thumbnails;

  public ContentReplies(Contents contents, Downloads downloads, Thumbnails thumbnails) {
    this.contents = contents;
    this.downloads = downloads;
    this.thumbnails = thumbnails;
  }

  /**
   * Answers with what {@link Requests#findContent} has found out: the content, a part of it, its
   * headers, or a problem if the result is no longer in the bucket.
   *
   * @throws HttpProblem if too many downloads are in progress
   * @throws dev.caravan.store.StoreException if S3 can't be read
   */
  public void reply(Exchange exchange) {
    Wanted wanted = exchange.getVariable("_wanted", Wanted.class);
    Result result = exchange.getVariable("result", Result.class);
    if (exchange.getVariable("generation", Generation.class).isDeleted()) {
      deleted(exchange);
      return;
    }
    int width = exchange.getVariable("_width", 0, Integer.class);
    if (width > 0 && wanted.kind() != Wanted.Kind.NOT_MODIFIED && small(exchange, result, width)) {
      return;
    }
    switch (wanted.kind()) {
      case NOT_MODIFIED -> notModified(exchange, result, width);
      case HEADERS -> headers(exchange, result);
      case NOTHING -> noSuchRange(exchange, wanted, result);
      case ALL, PART -> {
        if (wanted.length() == 0) {
          headers(exchange, result);
        } else {
          send(exchange, wanted, result);
        }
      }
    }
  }

  /** A client must not keep what is no longer in the bucket. */
  private void notModified(Exchange exchange, Result result, int width) {
    if (!contents.isStored(result)) {
      deleted(exchange);
      return;
    }
    describe(exchange, result, NOT_MODIFIED);
    exchange.getMessage().setHeader("ETag", etag(result, width));
  }

  /** The entity tag of a result. It never changes, because a result never does. */
  static String etag(Result result) {
    return etag(result, 0);
  }

  /**
   * @param width of a small version; 0 for the result itself
   */
  static String etag(Result result, int width) {
    return '"' + result.sha256() + (width == 0 ? "" : "-" + width) + '"';
  }

  /** Answers with a small version; false if the result itself is the answer. */
  private boolean small(Exchange exchange, Result result, int width) {
    Thumbnails.Made made = thumbnails.of(result, width);
    if (!made.isStored()) {
      deleted(exchange);
      return true;
    }
    made.thumbnail().ifPresent(thumbnail -> send(exchange, result, thumbnail, width));
    return made.thumbnail().isPresent();
  }

  private static void send(Exchange exchange, Result result, Thumbnail thumbnail, int width) {
    boolean isHead =
        "HEAD".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class));
    describe(exchange, result, OK);
    Message message = exchange.getMessage();
    message.removeHeader("Accept-Ranges");
    message.setHeader(Exchange.CONTENT_TYPE, thumbnail.contentType());
    message.setHeader("ETag", etag(result, width));
    String name = result.fileName().replaceFirst("\\.\\w+$", "");
    String ending = thumbnail.contentType().endsWith("png") ? "png" : "jpg";
    message.setHeader(
        "Content-Disposition", "inline; filename=\"%s-%d.%s\"".formatted(name, width, ending));
    if (isHead) {
      message.setHeader(AnswerHeaders.LENGTH, thumbnail.bytes().length);
    } else {
      message.setBody(Buffer.buffer(thumbnail.bytes()));
    }
  }

  private void headers(Exchange exchange, Result result) {
    if (!contents.isStored(result)) {
      deleted(exchange);
      return;
    }
    describe(exchange, result, OK);
    if (result.bytes() > 0) {
      exchange.getMessage().setHeader(AnswerHeaders.LENGTH, result.bytes());
    }
  }

  private void send(Exchange exchange, Wanted wanted, Result result) {
    Generation generation = exchange.getVariable("generation", Generation.class);
    Optional<Download> begun = downloads.begin(generation, wanted);
    if (begun.isEmpty()) {
      deleted(exchange);
      return;
    }
    boolean isPart = wanted.kind() == Wanted.Kind.PART;
    describe(exchange, result, isPart ? PARTIAL : OK);
    if (isPart) {
      exchange.getMessage().setHeader("Content-Range", wanted.contentRange(result.bytes()));
    }
    begun.get().attach(exchange);
  }

  private static void describe(Exchange exchange, Result result, int status) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setBody(null);
    // Without a status, Camel makes an answer without a body 204.
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, result.contentType());
    message.setHeader("ETag", etag(result));
    message.setHeader("Accept-Ranges", "bytes");
    message.setHeader("Content-Disposition", "inline; filename=\"" + result.fileName() + '"');
  }

  private static void noSuchRange(Exchange exchange, Wanted wanted, Result result) {
    String detail =
        "The content has %,d bytes, and none of them is in the range.".formatted(result.bytes());
    Replies.refuse(exchange, Problem.of(RequestCode.RANGE_NOT_SATISFIABLE, detail, null), 0);
    exchange.getMessage().setHeader("Content-Range", wanted.contentRange(result.bytes()));
  }

  /** 410 for a record that says {@code done} and whose result was deleted. */
  private static void deleted(Exchange exchange) {
    Generation generation = exchange.getVariable("generation", Generation.class);
    // A second message with the same id may be a copy, so it makes no result again.
    String again =
        generation.source() == Source.HTTP
            ? "A request with the same Idempotency-Key and body makes it again under this id."
            : "Use a message with another id, or without one.";
    String detail = "The result of this generation was deleted. Send the prompt again. " + again;
    Replies.refuse(exchange, Problem.of(RequestCode.CONTENT_DELETED, detail, generation.id()), 0);
  }
}
