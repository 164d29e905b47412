package io.sinotrace.volume.io.hdf5;

import static io.sinotrace.volume.io.Rejected.check;
import static io.sinotrace.volume.io.Rejected.fails;
import static io.sinotrace.volume.io.Rejected.load;
import static io.sinotrace.volume.io.Rejected.source;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HDF5 files and objects in them that cannot be used. */
class BadHdf5Test {
  private static final Vec3 SPACING = new Vec3(1, 1, 1);

  private final Path folder;

  BadHdf5Test(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void objects() throws IOException {
    Path file = Hdf5ReaderTest.resource(folder, "structures.h5");
    fails(source(file, null, null, SPACING), "dataset: ", "in it: ", "/scans/ct", ", ...");
    fails(source(file, "/scans/mr", null, SPACING), "no dataset /scans/mr", "/hole-air");
    fails(source(file, "/scans/ct/deeper", null, SPACING), "no dataset /scans/ct/deeper");
    fails(source(file, "/dangling", null, SPACING), "no dataset /dangling");
    fails(source(file, "/scans", null, SPACING), "/scans is a group", "/scans/ct");
    fails(source(file, "/", null, SPACING), "/ is a group");
    fails(source(file, "/flat", null, SPACING), "/flat of shape [2, 2]", "three axes");
    fails(source(file, "/one", null, SPACING), "/one of shape []");
    fails(source(file, "/flags", null, SPACING), "/flags of shape [2, 2, 2]", "expected integers");
    fails(source(file, "/names", null, SPACING), "/names of shape [2, 2, 2]", "expected integers");
    fails(source(file, "/scans/u1", null, null), "voxel spacing: ", "attribute `spacing`");
    fails(source(file, "/outside", null, SPACING), "leads to another file, other.h5:/ct");
    fails(source(file, "/through", null, SPACING), "leads to another file, other.h5:/ct");
    fails(source(file, "/outside-group/x", null, SPACING), "another file, /etc:/");
    fails(source(file, "/ring", null, SPACING), "/ring leads through more than 16 links");
    fails(source(file, "/never", null, SPACING), "/never of shape [4, 4, 4] was never written");
  }

  @Test
  void filesThatAreNone() throws IOException {
    Path noise = TestFiles.write(folder.resolve("noise.h5"), new byte[5000]);
    fails(source(noise, "ct", null, SPACING), "is damaged, or not an HDF5 file", "signature");
    byte[] whole = Files.readAllBytes(Hdf5ReaderTest.resource(folder, "latest.h5"));
    Path cut = TestFiles.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, 1200));
    VolumeSource source = source(cut, "ct", null, SPACING);
    check(assertThrows(InputException.class, () -> load(source)), "after 1200 of 2637 bytes");
  }
}
