package dev.caravan.it.laptop;

import dev.caravan.local.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A request to one of the laptop's servers, which is sent as it is. Its {@code Host} is the
 * server's, unless the headers have another.
 *
 * @param service the name of the service in the signature; empty for calls that need none
 * @param target the path with the query
 */
record Request(
    URI server,
    String service,
    String method,
    String target,
    String body,
    Map<String, String> headers) {

  boolean needsSignature() {
    return !service.isEmpty();
  }

  Request with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Request(server, service, method, target, body, Map.copyOf(more));
  }

  /** The same with a valid signature, which includes the {@code Host} that it names. */
  Request signed(LocalAws aws) {
    if (!needsSignature()) {
      return this;
    }
    Map<String, String> variables = aws.variables();
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(URI.create("http://" + host() + target));
    headers.forEach(request::putHeader);
    request.putHeader("Host", host());
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(
                            AwsCredentialsIdentity.create(
                                variables.get("AWS_ACCESS_KEY_ID"),
                                variables.get("AWS_SECRET_ACCESS_KEY")))
                        .request(request.build())
                        .payload(() -> new ByteArrayInputStream(bytes()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, variables.get("AWS_REGION"))
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3")));
    Map<String, String> all = new TreeMap<>(headers);
    signed.request().headers().forEach((name, values) -> all.put(name, String.join(",", values)));
    return new Request(server, "", method, target, body, Map.copyOf(all));
  }

  private String host() {
    return headers.getOrDefault("Host", server.getAuthority());
  }

  private byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The answer of a server that closes the connection afterwards.
   *
   * @param head the status line and the headers
   */
  record Answer(int status, String head, String text) {}

  Answer send() {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(wire().getBytes(StandardCharsets.UTF_8));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
    } catch (IOException e) {
      throw new AssertionError(this + " got no answer", e);
    }
  }

  private String wire() {
    String lines =
        headers.entrySet().stream()
            .filter(header -> !header.getKey().equalsIgnoreCase("Host"))
            .filter(header -> !header.getKey().equalsIgnoreCase("Content-Length"))
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    return "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(method, target, host(), bytes().length, lines, body);
  }

  /** The name in the list of tests. */
  @Override
  public String toString() {
    return method + " " + target + (body.isEmpty() ? "" : " " + body);
  }
}
