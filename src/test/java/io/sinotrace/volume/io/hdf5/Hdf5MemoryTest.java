package io.sinotrace.volume.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5MemoryTest {
  @Test
  void aHeapThatIsTooSmallIsNotTheFilesFault(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("one-chunk.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      DatasetCreationOptions whole =
          DatasetCreationOptions.builder().chunkDimensions(1, 3200, 3200).deflate(1).build();
      hdf.putDataset("ct", new float[1][3200][3200], whole);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("InsufficientMemoryException: reading HDF5 chunks of"), said);
    assertTrue(said.contains("-Xmx"), said);
  }

  /** Loads a file. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      Vec3 spacing = new Vec3(1, 1, 1);
      VolumeLoader.load(
          TestFiles.source(args[0], null, null, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE),
          TestFiles.CONF);
    }
  }
}
