package io.sinotrace.volume.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5MemoryTest {
  private final Path file;

  Hdf5MemoryTest(@TempDir Path folder) {
    this.file = folder.resolve("ct.h5");
  }

  private void write(float[][][] values, int... chunk) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      DatasetCreationOptions packed =
          DatasetCreationOptions.builder().chunkDimensions(chunk).deflate(1).build();
      hdf.putDataset("ct", values, packed);
    }
  }

  /** Returns what a JVM says that loads the file. */
  private String load(String heap) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aHeapThatIsTooSmallIsNotTheFilesFault() throws IOException {
    write(new float[1][3200][3200], 1, 3200, 3200);
    String said = load("-Xmx160m");
    assertTrue(said.contains("InsufficientMemoryException: reading HDF5 chunks of"), said);
    assertTrue(said.contains("-Xmx"), said);
  }

  @Test
  void smallChunksTakeLittle() throws IOException {
    write(new float[2][64][64], 1, 32, 32);
    String said = load("-Xmx100m");
    assertTrue(said.contains("2 x 64 x 64"), said);
  }

  /** Loads a file. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      Vec3 spacing = new Vec3(1, 1, 1);
      VoxelGrid grid =
          VolumeLoader.load(
                  TestFiles.source(
                      args[0], null, null, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE),
                  TestFiles.CONF)
              .grid();
      System.out.printf("%d x %d x %d%n", grid.nz(), grid.ny(), grid.nx());
    }
  }
}
