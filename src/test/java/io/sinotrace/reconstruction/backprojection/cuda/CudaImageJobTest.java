package io.sinotrace.reconstruction.backprojection.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.cli.Cli;
import io.sinotrace.projector.cuda.OnStandIn;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.standin.Control;
import io.sinotrace.standin.Control.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images by whole jobs on a GPU: those of the scalar form, or none and the error says why. */
class CudaImageJobTest extends OnStandIn {
  @TempDir Path temp;
  private Path output = Path.of("");

  @BeforeEach
  void trace() {
    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 7);
    String description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    output = temp.resolve("out");
    Cli.Result traced =
        Cli.run("run", description, "compute.backend=scalar", "output.path=" + output);
    assertEquals(0, traced.code(), traced.err());
  }

  private Cli.Result reconstruct(String backend, String name) {
    return Cli.run("reconstruct", output.toString(), "--backend", backend, "--name", name);
  }

  private Path file(String name) {
    return output.resolve("images/scan=volume/" + name + ".json");
  }

  private JsonNode manifest(String backend, String name) throws IOException {
    Cli.Result result = reconstruct(backend, name);
    assertEquals(0, result.code(), result.toString());
    return new ObjectMapper().readTree(file(name).toFile());
  }

  @Test
  void theManifestNamesTheBackendAndTheBitsAreThoseOfTheScalarForm() throws IOException {
    JsonNode scalar = manifest("scalar", "one");
    assertEquals("scalar", scalar.path("notes").path("backend").asText());
    assertEquals(0, control.launches());
    for (String backend : new String[] {"cuda", "auto"}) {
      JsonNode cuda = manifest(backend, "by-" + backend);
      assertEquals("cuda", cuda.path("notes").path("backend").asText());
      assertEquals(scalar.path("sha256").asText("none"), cuda.path("sha256").asText());
    }
    assertTrue(control.launches() > 0);
    // The backend is no setting: what is there is not computed again.
    assertTrue(reconstruct("cuda", "one").out().contains("there already"));
  }

  @Test
  void aBackendThatCannotBeUsedIsAnError() {
    Cli.Result wrong = reconstruct("gpu", "one");
    assertEquals(2, wrong.code(), wrong.toString());
    assertTrue(wrong.err().contains("--backend gpu: expected auto, "), wrong.err());
    control.devices(0);
    Cli.Result none = reconstruct("cuda", "one");
    assertEquals(2, none.code(), none.toString());
    assertTrue(none.err().contains("CUDA_ERROR_NO_DEVICE"), none.err());
    assertEquals(1, none.err().lines().count(), none.err());
    Cli.Result other = reconstruct("auto", "one");
    assertEquals(0, other.code(), other.toString());
    assertFalse(other.out().contains("cuda"), other.out());
  }

  @Test
  void aGpuThatFailsLeavesNoImage() throws IOException {
    JsonNode right = manifest("cuda", "right");
    for (long n : new long[] {30, 45, 60}) {
      SparkSessions.awaitTasks();
      Gpus.close();
      assertEquals(Control.Held.NOTHING, control.held());
      control.restart();
      control.failAt(n, 700, Failure.STICKY);
      String name = "failed-" + n;
      Cli.Result result = reconstruct("cuda", name);
      assertEquals(1, result.code(), result.toString());
      assertTrue(result.err().contains("CUDA_ERROR_ILLEGAL_ADDRESS"), result.err());
      assertFalse(Files.exists(file(name)));
      control.failNothing();
      SparkSessions.awaitTasks();
      Gpus.close();
      control.restart();
      assertEquals(
          right.path("sha256").asText("none"), manifest("cuda", name).path("sha256").asText());
    }
  }
}
