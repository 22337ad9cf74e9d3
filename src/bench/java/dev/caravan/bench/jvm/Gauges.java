package dev.caravan.bench.jvm;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What one process has used: CPU and memory from the kernel, allocation and heap from its JVM. For
 * a process without a JVM, allocation and compilation are 0.
 */
public final class Gauges implements AutoCloseable {

  private static final String THREADING = "java.lang:type=Threading";
  private static final String MEMORY = "java.lang:type=Memory";
  private static final String COMPILATION = "java.lang:type=Compilation";

  private final ProcessHandle process;
  private final boolean jvm;
  private JMXConnector connector;
  private MBeanServerConnection beans;

  /**
   * @param jvm whether the process is a JVM
   */
  Gauges(ProcessHandle process, boolean jvm) {
    this.process = process;
    this.jvm = jvm;
  }

  /** User and system time of all threads, in steps of 10 ms. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory, in bytes; 0 if there is no /proc. */
  public long rss() {
    return status("VmRSS");
  }

  /** Resident memory that belongs to no file, such as a heap, in bytes; 0 if there is no /proc. */
  public long anonymousRss() {
    return status("RssAnon");
  }

  /**
   * Resident memory that the kernel can read from files again, in bytes; 0 if there is no /proc.
   */
  public long fileRss() {
    return status("RssFile");
  }

  /** The highest resident memory since {@link #forgetPeak}, in bytes; 0 if there is no /proc. */
  public long peakRss() {
    return status("VmHWM");
  }

  public void forgetPeak() {
    try {
      Files.writeString(proc("clear_refs"), "5");
    } catch (IOException e) {
      // No /proc, or no permission to write: the peak then covers the whole life of the process.
    }
  }

  private long status(String field) {
    try {
      return Files.readAllLines(proc("status")).stream()
          .filter(line -> line.startsWith(field + ":"))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", String.valueOf(process.pid()), file);
  }

  /** Bytes allocated by all threads so far; before JDK 21 only by threads that are still alive. */
  public long allocated() {
    if (!jvm) {
      return 0;
    }
    try {
      ObjectName threading = new ObjectName(THREADING);
      boolean total =
          java.util.Arrays.stream(beans().getMBeanInfo(threading).getAttributes())
              .anyMatch(attribute -> attribute.getName().equals("TotalThreadAllocatedBytes"));
      if (total) {
        return (Long) beans().getAttribute(threading, "TotalThreadAllocatedBytes");
      }
      long[] ids = (long[]) beans().getAttribute(threading, "AllThreadIds");
      long[] each =
          (long[])
              beans()
                  .invoke(
                      threading,
                      "getThreadAllocatedBytes",
                      new Object[] {ids},
                      new String[] {long[].class.getName()});
      return java.util.Arrays.stream(each).filter(bytes -> bytes > 0).sum();
    } catch (JMException | IOException e) {
      throw new BenchFailedException("Can't read the allocation of process " + process.pid(), e);
    }
  }

  /**
   * Elapsed time of all compilations so far, summed over the compiler's threads. A compilation
   * counts when it has ended.
   */
  public Duration compilation() {
    if (!jvm) {
      return Duration.ZERO;
    }
    try {
      return Duration.ofMillis(
          (Long) beans().getAttribute(new ObjectName(COMPILATION), "TotalCompilationTime"));
    } catch (JMException | IOException e) {
      throw new BenchFailedException(
          "Can't read the compilation time of process " + process.pid(), e);
    }
  }

  /** Heap in use, in bytes. */
  public long heapUsed() {
    try {
      CompositeData heap =
          (CompositeData) beans().getAttribute(new ObjectName(MEMORY), "HeapMemoryUsage");
      return (Long) heap.get("used");
    } catch (JMException | IOException e) {
      throw new BenchFailedException("Can't read the heap of process " + process.pid(), e);
    }
  }

  /** Live threads of the JVM. */
  public int threads() {
    return (Integer) attribute(THREADING, "ThreadCount");
  }

  /** Loaded classes. */
  public int classes() {
    return (Integer) attribute("java.lang:type=ClassLoading", "LoadedClassCount");
  }

  /** Open files and sockets. */
  public long handles() {
    return (Long) attribute("java.lang:type=OperatingSystem", "OpenFileDescriptorCount");
  }

  private Object attribute(String bean, String name) {
    try {
      return beans().getAttribute(new ObjectName(bean), name);
    } catch (JMException | IOException e) {
      throw new BenchFailedException("Can't read " + name + " of process " + process.pid(), e);
    }
  }

  /**
   * Open files and sockets as the kernel counts them, which needs nothing from the process; 0 if
   * there is no /proc.
   */
  public long descriptors() {
    try (Stream<Path> open = Files.list(proc("fd"))) {
      return open.count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** The number of descriptors that the process may have; 0 if there is no /proc. */
  public long descriptorLimit() {
    try (Stream<String> limits = Files.lines(proc("limits"))) {
      return limits
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.replace("Max open files", "").trim().split(" +")[0])
          .filter(soft -> soft.matches("[0-9]+"))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** Collects garbage, so that the heap in use is only what the process still holds. */
  public void collect() {
    try {
      beans().invoke(new ObjectName(MEMORY), "gc", null, null);
    } catch (JMException | IOException e) {
      throw new BenchFailedException("Can't collect garbage in process " + process.pid(), e);
    }
  }

  private MBeanServerConnection beans() throws IOException {
    if (beans == null) {
      try {
        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(process.pid()));
        String address = jvm.startLocalManagementAgent();
        jvm.detach();
        connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
        beans = connector.getMBeanServerConnection();
      } catch (AttachNotSupportedException e) {
        throw new IOException("Can't attach to " + process.pid(), e);
      }
    }
    return beans;
  }

  @Override
  public void close() {
    try {
      if (connector != null) {
        connector.close();
      }
    } catch (IOException e) {
      // The process may have ended already.
    }
  }
}
