import dev.caravan.client.ApiClient;

/** A client that uses the JDK's own HTTP client. */
final class Connect {

  private Connect() {}

  static ApiClient to(String url) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(url);
    return client;
  }
}
