package io.sinotrace.cli;

import com.sun.management.OperatingSystemMXBean;
import io.sinotrace.InputException;
import io.sinotrace.JvmMemory;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.SettingKeys;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Resources;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.SparkVersions;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reports what is installed and usable: on this machine and in this JVM, which on a cluster are the
 * driver's. A check that fails is reported, and the others follow.
 */
final class Doctor {
  private static final String LINE = "%-15s %s%n";

  private final PrintWriter out;
  private final List<Backend> backends;

  Doctor(PrintWriter out) {
    this(out, Backends.all());
  }

  /** As {@link #Doctor(PrintWriter)}, with other backends to check. */
  Doctor(PrintWriter out, List<Backend> backends) {
    this.out = out;
    this.backends = backends;
  }

  /**
   * Prints the report.
   *
   * @param file a description whose backend is reported too, or null
   * @param overrides of the description
   * @return the exit code
   */
  int examine(@Nullable String file, List<String> overrides) {
    print("Sinotrace", ScanManifest::version);
    print("JDK", () -> property("java.version") + ", " + property("java.vendor"));
    print("system", Doctor::system);
    print("memory", Doctor::memory);
    print("Spark", SparkVersions::spark);
    print("SPARK_HOME", () -> Objects.requireNonNullElse(System.getenv("SPARK_HOME"), "not set"));
    print("Scala", SparkVersions::scala);
    print("Hadoop", SparkVersions::hadoop);
    Resources resources = resources();
    backends.forEach(backend -> examine(backend, resources));
    print("auto", () -> Backends.choose(Backends.AUTO, resources).reason());
    if (file != null) {
      print(
          "asked for",
          () -> {
            String name = backend(file, overrides);
            return Backends.choose(name, resources).reason() + " (compute.backend: " + name + ")";
          });
    }
    out.flush();
    return ExitCode.DONE;
  }

  private void print(String name, Callable<String> check) {
    out.printf(Locale.ROOT, LINE, name, result(check));
  }

  /** Returns the result of a check, or why it failed. */
  private static String result(Callable<String> check) {
    try {
      return String.valueOf(check.call());
    } catch (InputException e) {
      return e.named(SettingKeys::key).getMessage();
    } catch (Exception | LinkageError e) {
      return "cannot be determined: " + e;
    }
  }

  /** Prints the GPU settings; returns them, or the default ones if they cannot be used. */
  private Resources resources() {
    String name = "GPU settings";
    Resources resources;
    try {
      resources = SparkResources.here();
    } catch (RuntimeException | LinkageError e) {
      print(
          name,
          () -> {
            throw e;
          });
      return Resources.DEFAULT;
    }
    String gpu = resources.gpu() == null ? "the first GPU" : "GPU " + resources.gpu();
    print(name, () -> "%s, %d tasks at a time".formatted(gpu, resources.gpuConcurrency()));
    return resources;
  }

  private void examine(Backend backend, Resources resources) {
    print(
        "backend " + result(backend::name),
        () -> {
          String refusal = backend.refusal(resources);
          return refusal == null ? "usable: " + backend.summary(resources) : "not here: " + refusal;
        });
    try {
      backend.report(resources).forEach(line -> out.printf(LINE, "", "  " + line));
    } catch (InputException e) {
      // Printed above.
    } catch (RuntimeException | LinkageError e) {
      out.printf(LINE, "", "  cannot be determined: " + e);
    }
  }

  private static String backend(String file, List<String> overrides) {
    Configuration conf = SparkSettings.hadoop();
    return Descriptions.read(RunCommand.located(file, conf), overrides, conf).compute().backend();
  }

  private static String system() {
    return "%s %s, %s, %d cores"
        .formatted(
            property("os.name"),
            property("os.version"),
            property("os.arch"),
            Runtime.getRuntime().availableProcessors());
  }

  private static String memory() {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return "%s in the machine; this JVM: heap up to %s, off the heap up to %s"
        .formatted(
            Quantity.bytes(machine),
            Quantity.bytes(JvmMemory.HEAP.limit()),
            Quantity.bytes(JvmMemory.OFF_HEAP.limit()));
  }

  private static String property(String name) {
    return Objects.requireNonNullElse(System.getProperty(name), "unknown");
  }
}
