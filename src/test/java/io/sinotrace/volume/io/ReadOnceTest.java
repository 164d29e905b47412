package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.disk.BandTurns;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StorageStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A packed file is read, and so unpacked, once: for its voxels and its checksum together. */
class ReadOnceTest {
  /** What may be read to find the grid, before the voxels are. */
  private static final long HEAD = 1 << 14;

  private final Configuration conf = new Configuration(TestFiles.CONF);
  private final Path head = Path.of("data-samples/head.nii.gz").toAbsolutePath();
  private final VolumeSource source =
      TestFiles.source(
          "hooked://" + head, null, null, null, VoxelUnits.HOUNSFIELD, 0.02, Placement.FILE);

  ReadOnceTest() {
    conf.set("fs.hooked.impl", HookedFileSystem.class.getName());
  }

  private static long bytesRead() {
    StorageStatistics counts = FileSystem.getGlobalStorageStatistics().get("hooked");
    return counts == null ? 0 : Objects.requireNonNull(counts.getLong("bytesRead"));
  }

  private void assertOnce(long read) throws IOException {
    long length = Files.size(head);
    assertTrue(read >= length && read < length + HEAD, read + " bytes of " + length);
  }

  @Test
  void intoMemory() throws IOException {
    long before = bytesRead();
    VolumeLoader.loadHashed(source, conf).volume().close();
    assertOnce(bytesRead() - before);
  }

  @Test
  void ontoTheDisk(@TempDir Path local) throws IOException {
    VoxelGrid grid = VolumeLoader.readGrid(source, conf);
    long before = bytesRead();
    DiskVolumeLoader loader = new DiskVolumeLoader(local, "spark.local.dir", new BandTurns());
    loader.load(source, grid, conf).volume().close();
    assertOnce(bytesRead() - before);
  }
}
