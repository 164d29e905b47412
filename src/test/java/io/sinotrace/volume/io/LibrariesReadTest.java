package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.Python;
import io.sinotrace.geometry.Affine;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.hdf5.Hdf5Writer;
import io.sinotrace.volume.io.nifti.NiftiWriter;
import io.sinotrace.volume.io.numpy.NpyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our writers write, nibabel, NumPy and h5py read as it was meant. */
class LibrariesReadTest {
  private static final Affine UPRIGHT = Affine.ofRows(1.5, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2.5, 0);

  /** Turned, sheared and flipped, in numbers that float32 holds. */
  private static final Affine TURNED =
      Affine.ofRows(0, -2, 0.25, 11, 1.5, 0, 0, -12.5, 0, 0.5, -3, 13.25);

  @TempDir Path temp;

  private static Volume volume(Affine affine) {
    SlabVolume.Writer writer = SlabVolume.on(new VoxelGrid(4, 3, 2, affine));
    for (int z = 0; z < 2; z++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 4; x++) {
          writer.set(x, y, z, (100 * z + 10 * y + x) / 3.0);
        }
      }
    }
    return writer.finish();
  }

  @Test
  void nibabelReadsMu() throws Exception {
    for (String name : new String[] {"ct.nii", "ct.nii.gz"}) {
      Path file = temp.resolve(name);
      try (OutputStream out = open(file)) {
        NiftiWriter.writeMu(volume(TURNED), out);
      }
      JsonNode read = Python.run("nibabel", "read_volume.py", file);
      assertEquals("float32", read.path("type").asText());
      LibraryVolume.assertSame(read, volume(TURNED));
    }
  }

  private static OutputStream open(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
  }

  @Test
  void nibabelReadsHounsfieldNumbers() throws Exception {
    Path file = temp.resolve("ct.nii");
    try (OutputStream out = Files.newOutputStream(file)) {
      NiftiWriter.writeHounsfield(volume(TURNED), 30, out);
    }
    JsonNode read = Python.run("nibabel", "read_volume.py", file);
    assertEquals("int16", read.path("type").asText());
    // Of 0, 1/3 and 123/3 in terms of water's 30, in thousandths.
    assertEquals(-1000, read.path("values").path(0).asDouble());
    assertEquals(-989, read.path("values").path(1).asDouble());
    assertEquals(367, read.path("values").path(23).asDouble());
  }

  @Test
  void numpyReadsAnArray() throws Exception {
    Path file = temp.resolve("ct.npy");
    try (OutputStream out = Files.newOutputStream(file)) {
      NpyWriter.write(volume(UPRIGHT), out);
    }
    JsonNode read = Python.run("numpy", "read_volume.py", file);
    assertEquals("float32", read.path("type").asText());
    LibraryVolume.assertSame(read, volume(UPRIGHT));
  }

  @Test
  void h5pyReadsADatasetAndItsSpacing() throws Exception {
    Path file = temp.resolve("ct.h5");
    Hdf5Writer.write(volume(UPRIGHT), "/scans/ct", file);
    JsonNode read = Python.run("h5py", "read_volume.py", file, "/scans/ct");
    assertEquals("float32", read.path("type").asText());
    LibraryVolume.assertSame(read, volume(UPRIGHT));
  }
}
