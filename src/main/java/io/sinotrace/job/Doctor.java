package io.sinotrace.job;

import com.sun.management.OperatingSystemMXBean;
import io.sinotrace.InputException;
import io.sinotrace.JvmMemory;
import io.sinotrace.description.Descriptions;
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
 * Says what is here to work with: on this machine and in this JVM, which on a cluster are the
 * driver's. Whatever it looks at may be broken; then it says so and goes on.
 */
final class Doctor {
  private static final String LINE = "%-15s %s%n";

  private final PrintWriter out;
  private final List<Backend> backends;

  Doctor(PrintWriter out) {
    this(out, Backends.all());
  }

  /** As {@link #Doctor(PrintWriter)}, with other backends to look at. */
  Doctor(PrintWriter out, List<Backend> backends) {
    this.out = out;
    this.backends = backends;
  }

  /**
   * Prints all there is to say.
   *
   * @param file a description of which the backend is wanted, or null
   * @param overrides of the description
   * @return the exit code
   */
  int examine(@Nullable String file, List<String> overrides) {
    tell("Sinotrace", ScanManifest::version);
    tell("JDK", () -> property("java.version") + ", " + property("java.vendor"));
    tell("system", Doctor::system);
    tell("memory", Doctor::memory);
    tell("Spark", SparkVersions::spark);
    tell("SPARK_HOME", () -> Objects.requireNonNullElse(System.getenv("SPARK_HOME"), "not set"));
    tell("Scala", SparkVersions::scala);
    tell("Hadoop", SparkVersions::hadoop);
    Resources resources = resources();
    backends.forEach(backend -> examine(backend, resources));
    tell("auto", () -> Backends.choose(Backends.AUTO, resources).reason());
    if (file != null) {
      tell(
          "asked for",
          () -> {
            String name = backend(file, overrides);
            return Backends.choose(name, resources).reason() + " (compute.backend: " + name + ")";
          });
    }
    out.flush();
    return ExitCode.DONE;
  }

  private void tell(String what, Callable<String> fact) {
    out.printf(Locale.ROOT, LINE, what, found(fact));
  }

  /** Returns what a look at something gives, or why it gives nothing. */
  private static String found(Callable<String> fact) {
    try {
      return String.valueOf(fact.call());
    } catch (InputException e) {
      return String.valueOf(e.getMessage());
    } catch (Exception | LinkageError e) {
      return "cannot be told: " + e;
    }
  }

  private Resources resources() {
    Resources[] found = {Resources.DEFAULT};
    tell(
        "GPU settings",
        () -> {
          found[0] = SparkResources.here();
          String gpu = found[0].gpu();
          return "%s, %d tasks at a time"
              .formatted(gpu == null ? "the first GPU" : "GPU " + gpu, found[0].gpuConcurrency());
        });
    return found[0];
  }

  private void examine(Backend backend, Resources resources) {
    tell(
        "backend " + found(backend::name),
        () -> {
          String refusal = backend.refusal(resources);
          return refusal == null ? "usable: " + backend.summary(resources) : "not here: " + refusal;
        });
    try {
      backend.report(resources).forEach(line -> out.printf(LINE, "", "  " + line));
    } catch (InputException e) {
      // Told above.
    } catch (RuntimeException | LinkageError e) {
      out.printf(LINE, "", "  cannot be told: " + e);
    }
  }

  private static String backend(String file, List<String> overrides) {
    Configuration conf = SparkSettings.hadoop();
    return Descriptions.read(RunCommand.located(file, conf), overrides, conf)
        .compute()
        .backend()
        .name()
        .toLowerCase(Locale.ROOT);
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
