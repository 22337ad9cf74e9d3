package dev.caravan.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.logging.Entrances;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without trace export, no class of OpenTelemetry is loaded. */
class NothingLoadedTest {

  /** Loads our classes again, and records which classes of OpenTelemetry they need. */
  private static final class Watching extends ClassLoader {

    private final List<String> asked = new ArrayList<>();

    Watching() {
      super(NothingLoadedTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.opentelemetry.") || name.startsWith("org.slf4j.bridge.")) {
        asked.add(name);
      }
      // The SDK, too: it allows an attribute's name for one class only, even if that was loaded
      // twice.
      if (!name.startsWith("dev.caravan.tracing.") && !name.startsWith("software.amazon.awssdk.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Runs in classes that the watching loader has defined. */
  public static final class Off implements Runnable {

    @Override
    public void run() {
      Traces traces = new Traces(new ExportVariables(name -> null));
      traces.start();
      TraceSpan span =
          traces.begin(java.util.Optional.empty(), "POST /generate", TraceSpan.Kind.SERVER);
      span.child("claim", TraceSpan.Kind.INTERNAL).end();
      new TracedCalls(traces);
      new TraceStart(traces, new Entrances());
      span.end();
      traces.leave();
      traces.close();
    }
  }

  /** The counterpart, which shows that the test above would detect loaded classes. */
  public static final class On implements Runnable {

    @Override
    public void run() {
      new SpanExport().close();
    }
  }

  @Test
  void without_an_exporter_nothing_of_opentelemetry_is_loaded() throws Exception {
    assertThat(askedBy(Off.class)).isEmpty();
    assertThat(askedBy(On.class)).isNotEmpty();
  }

  private static List<String> askedBy(Class<? extends Runnable> type) throws Exception {
    Watching loader = new Watching();
    Object work = loader.loadClass(type.getName()).getConstructor().newInstance();
    Method run = work.getClass().getMethod("run");
    run.invoke(work);
    return loader.asked;
  }
}
