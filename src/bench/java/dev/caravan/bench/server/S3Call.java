package dev.caravan.bench.server;

import io.vertx.core.http.HttpServerRequest;

/** One call to S3. Bucket and key say which account and which prompt it is for. */
final class S3Call {

  private final Account account;
  private final String operation;
  private final String id;
  private final String folder;
  private final long begun;
  private long received;

  S3Call(HttpServerRequest request, Ledger ledger) {
    String path = request.path();
    int key = path.indexOf('/', 1);
    this.account = ledger.account(key < 0 ? path.substring(1) : path.substring(1, key));
    this.operation = "S3" + request.method();
    this.id = id(path);
    this.folder = folder(path, key);
    this.begun = System.nanoTime();
    this.received = begun;
  }

  /** The id in {@code images/ID.png}, {@code generations/ID.json} or {@code index/TIME-ID}. */
  static String id(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (path.contains("/index/")) {
      return name.substring(name.indexOf('-') + 1);
    }
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Empty for objects of no prompt, such as the notes that Caravan's sweep writes once. */
  static String folder(String path, int key) {
    int end = key < 0 ? -1 : path.indexOf('/', key + 1);
    String folder = end < 0 ? "" : path.substring(key + 1, end);
    return folder.equals("generations") && !path.endsWith(".json") ? "" : folder;
  }

  /** The whole request has arrived. */
  void received() {
    received = System.nanoTime();
  }

  /** The answer has been sent. */
  void over() {
    account.called(operation, id, begun, received, System.nanoTime());
  }

  /** The call stored an object that was not there before. */
  void created(long bytes) {
    account.created(folder, bytes);
  }

  Account account() {
    return account;
  }

  String id() {
    return id;
  }

  boolean isImage() {
    return folder.equals("images");
  }
}
