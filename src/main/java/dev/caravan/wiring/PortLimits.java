package dev.caravan.wiring;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.caravan.web.ConnectionLimits;
import dev.caravan.web.Deadlines;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The deadlines and limits of HTTP connections, from the settings and what the process has. */
final class PortLimits {

  /** Each takes about 16 KB, so all of them together take 64 MB. */
  private static final int CONNECTIONS = 4_096;

  /** Jars, log files, 200 connections to S3, and those to SQS, CloudWatch and the collector. */
  private static final int OWN_FILES = 500;

  /** Of the files that the process may open, if they are few. */
  private static final int LEAST_SHARE = 4;

  private static final int MANAGEMENT_SHARE = 8;

  private static final int HEAP_SHARE = 16;

  private PortLimits() {}

  static Deadlines deadlines(Beans beans) {
    return new Deadlines(
        Duration.ofSeconds(beans.whole("caravan.http.headers-seconds")),
        Duration.ofSeconds(beans.whole("caravan.http.body-seconds")),
        Duration.ofSeconds(beans.whole("caravan.http.idle-seconds")));
  }

  static ConnectionLimits api(Beans beans) {
    int reserved =
        OWN_FILES
            + beans.whole("caravan.bedrock.connections")
            + beans.whole("caravan.management.connections");
    return new ConnectionLimits(
        connections(
            beans.wholeIfSet("caravan.http.connections").orElse(CONNECTIONS), files(), reserved),
        beans.wholeIfSet("caravan.http.connections-per-address").orElse(Integer.MAX_VALUE),
        unfinishedBytes(beans));
  }

  static ConnectionLimits management(Beans beans) {
    int wanted = beans.whole("caravan.management.connections");
    return new ConnectionLimits(
        (int) Math.min(wanted, files() / MANAGEMENT_SHARE),
        Integer.MAX_VALUE,
        unfinishedBytes(beans));
  }

  /**
   * @param files that the process may open
   * @param reserved files for everything else
   */
  static int connections(int wanted, long files, int reserved) {
    return (int) Math.min(wanted, Math.max(files - reserved, files / LEAST_SHARE));
  }

  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /** At least one body of the largest size. */
  private static long unfinishedBytes(Beans beans) {
    long share =
        beans
            .wholeIfSet("caravan.http.max-unfinished-bytes")
            .orElseGet(
                () ->
                    (int)
                        Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    return Math.max(share, beans.whole("caravan.http.max-body-bytes"));
  }
}
