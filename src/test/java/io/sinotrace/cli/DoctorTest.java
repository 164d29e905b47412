package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.volume.Volume;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path temp;

  private static String run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertEquals(0, Main.execute(new PrintWriter(out), new PrintWriter(err), args), err::toString);
    assertEquals("", err.toString());
    return out.toString();
  }

  /** Returns what is said of something. */
  private static String said(String out, String what) {
    return out.lines()
        .filter(line -> line.startsWith(what + " "))
        .map(line -> line.substring(what.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError(what + " is not in " + out));
  }

  @Test
  void everythingIsToldWithoutStartingSpark() {
    SparkSessions.local().stop();
    String out = run("run", "--doctor");
    assertTrue(SparkSession.getDefaultSession().isEmpty());
    assertTrue(said(out, "JDK").startsWith(System.getProperty("java.version")), out);
    assertTrue(said(out, "system").contains(System.getProperty("os.arch")), out);
    // The versions of pom.xml.
    assertTrue(said(out, "Spark").startsWith("4."), out);
    assertTrue(said(out, "Spark").contains("spark-core_2.13"), out);
    assertTrue(said(out, "Scala").startsWith("2.13."), out);
    assertTrue(said(out, "Hadoop").startsWith("3."), out);
    assertTrue(said(out, "memory").contains("heap up to"), out);
    assertEquals("usable: one ray at a time on the processor", said(out, "backend scalar"));
    assertTrue(said(out, "auto").matches("\\w+: .*"), out);
    assertTrue(said(out, "GPU settings").startsWith("the first GPU, 2 tasks"), out);
  }

  @Test
  void whatADescriptionAsksForIsToldToo() {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    String description = Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
    String out = run("run", "--doctor", description, "compute.backend=scalar");
    assertEquals(
        "scalar: one ray at a time on the processor (compute.backend: scalar)",
        said(out, "asked for"));
    String bad = run("run", "--doctor", description, "compute.backend=abacus");
    assertTrue(said(bad, "asked for").contains("compute.backend is abacus"), bad);
    String cuda = run("run", "--doctor", description, "compute.backend=cuda");
    assertTrue(said(cuda, "asked for").contains("compute.backend: cuda"), cuda);
    assertTrue(said(run("run", "--doctor", "no.yaml"), "asked for").contains("no.yaml"));
  }

  @Test
  void aBadSettingIsNamedAndTheRestStillTold() {
    System.setProperty("spark.sinotrace.gpu.concurrency", "none");
    try {
      SparkSessions.local().stop();
      String out = run("run", "--doctor");
      assertTrue(
          said(out, "GPU settings").startsWith("spark.sinotrace.gpu.concurrency: none"), out);
      assertTrue(said(out, "backend scalar").startsWith("usable"), out);
    } finally {
      System.clearProperty("spark.sinotrace.gpu.concurrency");
    }
  }

  /** A backend of which nothing works, or whose hardware is not there. */
  private record Sick(boolean broken) implements Backend {
    @Override
    public String name() {
      return broken ? "broken" : "absent";
    }

    @Override
    public int rank() {
      return 1;
    }

    @Override
    public @Nullable String refusal(Resources resources) {
      if (broken) {
        throw new UnsatisfiedLinkError("libodd.so");
      }
      return "no such device";
    }

    @Override
    public String summary(Resources resources) {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public List<String> report(Resources resources) {
      if (broken) {
        throw new NoClassDefFoundError("jcuda/Odd");
      }
      return List.of("driver: none", "loader: 100 % as it should be");
    }

    @Override
    public Projector open(Volume volume, Geometry geometry, Resources resources) {
      throw new IllegalStateException("not asked for");
    }
  }

  @Test
  void nothingOddStopsIt() {
    StringWriter out = new StringWriter();
    Doctor doctor = new Doctor(new PrintWriter(out), List.of(new Sick(true), new Sick(false)));
    assertEquals(0, doctor.examine(null, List.of()));
    String text = out.toString();
    assertTrue(
        said(text, "backend broken")
            .equals("cannot be determined: java.lang.UnsatisfiedLinkError: libodd.so"),
        text);
    assertTrue(
        text.contains("  cannot be determined: java.lang.NoClassDefFoundError: jcuda/Odd"), text);
    assertEquals("not here: no such device", said(text, "backend absent"));
    assertTrue(text.contains("\n                  driver: none\n"), text);
    assertTrue(text.contains("  loader: 100 % as it should be\n"), text);
    assertTrue(said(text, "auto").matches("(simd|scalar): .*"), text);
  }
}
