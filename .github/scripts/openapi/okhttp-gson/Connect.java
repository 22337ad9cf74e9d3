import dev.caravan.client.ApiClient;

/** A client that uses OkHttp. */
final class Connect {

  private Connect() {}

  static ApiClient to(String url) {
    // Images take longer than OkHttp's ten seconds.
    return new ApiClient().setBasePath(url).setReadTimeout(120_000);
  }
}
