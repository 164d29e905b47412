package io.sinotrace.volume.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jhdf.HdfFile;
import io.sinotrace.InputException;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.file.VolumeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that another program writes anew while it is read. */
class ShrinkingHdf5Test {
  @Test
  void anOpenFileThatIsEmptied(@TempDir Path folder) throws IOException {
    Path path = Hdf5ReaderTest.resource(folder, "structures.h5");
    VolumeFile file = VolumeFile.find(path.toString(), TestFiles.CONF);
    try (Hdf5Storage storage = Hdf5Storage.open(file)) {
      HdfFile hdf = storage.guard(storage::hdf);
      Files.write(path, new byte[0]);
      InputException e = assertThrows(InputException.class, () -> storage.guard(() -> names(hdf)));
      Rejected.check(e, "structures.h5", "became shorter while it was read");
    }
  }

  private static int names(HdfFile hdf) {
    return hdf.getChildren().size();
  }
}
