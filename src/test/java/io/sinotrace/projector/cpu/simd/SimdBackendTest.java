package io.sinotrace.projector.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the SIMD backend may be used, and what it says where not. */
class SimdBackendTest {
  /** Says on standard output why the backend cannot be used in this JVM, and what is taken. */
  public static final class Ask {
    private Ask() {}

    /** Asks. */
    public static void main(String[] args) {
      for (Backend backend : Backends.all()) {
        if (backend.name().equals("simd")) {
          System.out.println("refusal: " + backend.refusal(Resources.DEFAULT));
        }
      }
      System.out.println("auto: " + Backends.choose(Backends.AUTO, Resources.DEFAULT).reason());
    }
  }

  @Test
  void withoutTheModuleItSaysSo() throws Exception {
    String said = ask();
    assertTrue(said.contains("refusal: module jdk.incubator.vector was not added"), said);
    assertTrue(said.contains("not simd: module"), said);
  }

  @Test
  void withShortVectorsItSaysSo() throws Exception {
    String said = ask("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=16");
    assertTrue(said.contains("refusal: vectors of 128 bits"), said);
  }

  @Test
  void withoutACompilerItSaysSo() throws Exception {
    String said = ask("--add-modules", "jdk.incubator.vector", "-Xint");
    assertTrue(said.contains("refusal: this JVM"), said);
  }

  @Test
  void withTheModuleItIsUsed() throws Exception {
    String said = ask("--add-modules", "jdk.incubator.vector");
    assertTrue(said.contains("refusal: null"), said);
  }

  private static String ask(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Ask.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
