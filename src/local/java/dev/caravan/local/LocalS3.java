package dev.caravan.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * S3 in this JVM: S3Proxy on plain files, {@code DIR/bucket/key}. Every request needs a signature.
 */
final class LocalS3 implements AutoCloseable {

  private final S3Proxy server;

  private LocalS3(S3Proxy server) {
    this.server = server;
  }

  static LocalS3 start(int port, Path directory, Credentials credentials) {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(
                new BucketFolders(
                    new AtomicWrites(new FilesystemNio2BlobStore(directory.toString()))))
            .endpoint(URI.create("http://" + LocalAws.HOST + ":" + port))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                credentials.accessKeyId(),
                credentials.secretAccessKey())
            .build();
    S3Guard.insert(server);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("The local S3 can't start on port " + port, e);
    }
    return new LocalS3(server);
  }

  URI endpoint() {
    return URI.create("http://" + LocalAws.HOST + ":" + server.getPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (TimeoutException e) {
      // A request was still open at the time limit. S3Proxy has cut it off and has stopped.
    } catch (Exception e) {
      throw new IllegalStateException("The local S3 did not stop", e);
    }
  }
}
