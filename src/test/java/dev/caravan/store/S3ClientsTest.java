package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.SystemProperties;
import dev.caravan.generation.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.BaseService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * How an object is sent to S3: with its checksum in the headers, and without Expect: 100-continue.
 */
class S3ClientsTest {

  private record Put(Map<String, String> head, byte[] body) {}

  private static final byte[] IMAGE = new byte[300_000];

  private final BlockingQueue<Put> puts = new LinkedBlockingQueue<>();
  private final SystemProperties properties = new SystemProperties();
  private HttpServer server;
  private S3Client s3;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          Map<String, String> head = new HashMap<>();
          call.getRequestHeaders()
              .forEach((name, values) -> head.put(name.toLowerCase(), values.get(0)));
          puts.add(new Put(head, call.getRequestBody().readAllBytes()));
          call.getResponseHeaders().add("ETag", "\"1\"");
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    server.start();
    properties.set("aws.region", "us-west-2");
    properties.set("aws.accessKeyId", "somebody");
    properties.set("aws.secretAccessKey", "nobody");
    properties.set("aws.endpointUrlS3", "http://127.0.0.1:" + server.getAddress().getPort());
    s3 = S3Clients.client();
  }

  @AfterEach
  void stop() {
    s3.close();
    server.stop(0);
    properties.close();
  }

  @Test
  void a_result_is_checked_by_the_digest_beside_it() throws Exception {
    Put put = put(IMAGE, to -> to.metadata(Map.of("sha256", Sha256.of(IMAGE).hex())));

    assertThat(put.head())
        .containsEntry("x-amz-checksum-sha256", checksum())
        .containsEntry("content-length", String.valueOf(IMAGE.length))
        .doesNotContainKeys("expect", "x-amz-trailer", "content-encoding");
    assertThat(put.body()).isEqualTo(IMAGE);
  }

  @Test
  void every_object_is_encrypted_with_the_kms_key_of_the_settings() throws Exception {
    ExecutionInterceptor nothing = new ExecutionInterceptor() {};
    try (S3Client encrypting = S3Clients.watched("alias/ours", nothing, nothing)) {
      encrypting.putObject(
          to -> to.bucket("bucket").key("key"), RequestBody.fromString("a record"));
    }

    assertThat(puts.take().head())
        .containsEntry("x-amz-server-side-encryption", "aws:kms")
        .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "alias/ours");
    assertThat(put(IMAGE, to -> {}).head()).doesNotContainKey("x-amz-server-side-encryption");
  }

  @Test
  void an_endpoint_of_camel_starts_while_s3_is_away() throws Exception {
    server.stop(0);
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("s3", s3);
      camel.getRegistry().unbind("camelS3Client");
      camel.getRegistry().bind("camelS3Client", new CamelS3Client(() -> s3));

      Endpoint endpoint = camel.getEndpoint("aws2-s3:images");
      endpoint.start();

      assertThat(((BaseService) endpoint).isStarted()).isTrue();
    }
  }

  @Test
  void over_https_a_result_goes_in_one_piece_with_its_checksum_in_the_head() {
    properties.set("aws.endpointUrlS3", "https://127.0.0.1:1");
    List<Map<String, List<String>>> heads = new ArrayList<>();
    ExecutionInterceptor watching =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission call, ExecutionAttributes attributes) {
            heads.add(call.httpRequest().headers());
          }
        };
    try (S3Client https = S3Clients.watched("", watching, new ExecutionInterceptor() {})) {
      assertThatThrownBy(
              () ->
                  https.putObject(
                      to ->
                          to.bucket("bucket")
                              .key("key")
                              .metadata(Map.of("sha256", Sha256.of(IMAGE).hex())),
                      RequestBody.fromBytes(IMAGE)))
          .isInstanceOf(SdkClientException.class);
    }

    assertThat(heads.get(0))
        .containsEntry("x-amz-content-sha256", List.of("UNSIGNED-PAYLOAD"))
        .containsEntry("x-amz-checksum-sha256", List.of(checksum()))
        .containsEntry("Content-Length", List.of(String.valueOf(IMAGE.length)))
        .doesNotContainKeys("Expect", "x-amz-trailer", "Content-Encoding");
  }

  @Test
  void what_only_looks_like_a_digest_is_left_to_the_sdk() throws Exception {
    Put put = put(IMAGE, to -> to.metadata(Map.of("sha256", "of something else")));

    assertThat(put.head())
        .containsKey("x-amz-checksum-crc32")
        .doesNotContainKeys("x-amz-checksum-sha256", "x-amz-trailer", "content-encoding");
  }

  @Test
  void a_small_object_has_the_checksum_that_the_sdk_would_send() throws Exception {
    byte[] record = "{\"schema\":1}".getBytes();

    Put ours = put(record, to -> to.checksumCRC32(HeaderChecksums.crc32(record)));
    Put sdks = put(record, to -> {});

    assertThat(ours.head())
        .containsEntry("x-amz-checksum-crc32", sdks.head().get("x-amz-checksum-crc32"));
  }

  @Test
  void a_stream_that_can_be_read_once_goes_through_as_well() throws Exception {
    InputStream once =
        new FilterInputStream(new ByteArrayInputStream(IMAGE)) {
          @Override
          public boolean markSupported() {
            return false;
          }

          @Override
          public void reset() throws IOException {
            throw new IOException("read once");
          }
        };

    s3.putObject(
        to -> to.bucket("bucket").key("key"), RequestBody.fromInputStream(once, IMAGE.length));

    assertThat(puts.take().head()).containsEntry("content-length", String.valueOf(IMAGE.length));
  }

  private static String checksum() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.of(IMAGE).hex()));
  }

  private Put put(byte[] content, Consumer<PutObjectRequest.Builder> more) throws Exception {
    s3.putObject(
        to -> {
          to.bucket("bucket").key("key");
          more.accept(to);
        },
        RequestBody.fromBytes(content));
    return puts.take();
  }
}
