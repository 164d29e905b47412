package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.FailingInput;
import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import io.sinotrace.volume.io.hdf5.Hdf5ReaderTest;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Good files of every format, cut off or changed in a few bytes at random: they load, or end in one
 * line; nothing else is ever thrown. A file that fails is kept, and {@code mvn test
 * -Dtest=DamagedFilesTest#aKeptFile -Dinput=target/failures/...} reads it again.
 */
class DamagedFilesTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final int ROUNDS = 150;

  private final Path folder;
  private int refused;

  DamagedFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The good files; a kept file has the name of its origin in its own. */
  private enum Origin {
    NIFTI("a.nii", null, true),
    GZIPPED("a.nii.gz", null, true),
    METAIMAGE("a.mha", null, true),
    NUMPY("a.npy", null, false),
    STRUCTURES("structures.h5", "/scans/ct", true),
    LATEST("latest.h5", "ct", true),
    PLUGINS("plugins.h5", "bitshuffle-lz4-64-of-48", false);

    private final String file;
    private final @Nullable String dataset;
    private final boolean saysSpacing;

    Origin(String file, @Nullable String dataset, boolean saysSpacing) {
      this.file = file;
      this.dataset = dataset;
      this.saysSpacing = saysSpacing;
    }

    VolumeSource source(Path path) {
      Vec3 spacing = saysSpacing ? null : new Vec3(1, 1, 1);
      return new VolumeSource(
          path.toString(), dataset, null, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE);
    }

    byte[] bytes(Path folder) throws IOException {
      byte[] header =
          new Nifti(ByteOrder.LITTLE_ENDIAN, 4, 5, 4, 3).qform(0.5, 0, 0, 1, 2, 3).bytes();
      byte[] voxels = TestFiles.shorts(ByteOrder.LITTLE_ENDIAN, new int[60]);
      return switch (this) {
        case NIFTI -> join(header, voxels);
        case GZIPPED -> TestFiles.gzip(header, voxels);
        case METAIMAGE -> join(TestFiles.ascii(META), TestFiles.zlib(new byte[60]));
        case NUMPY -> TestFiles.npy(1, "|u1", false, "(3, 4, 5)", new byte[60]);
        case STRUCTURES, LATEST, PLUGINS ->
            Files.readAllBytes(Hdf5ReaderTest.resource(folder, file));
      };
    }
  }

  private static final String META =
      """
      ObjectType = Image
      NDims = 3
      CompressedData = True
      TransformMatrix = 1 0 0 0 1 0 0 0 1
      Offset = 1 2 3
      HeaderSize = 0
      DimSize = 5 4 3
      ElementSpacing = 1 1 1
      ElementType = MET_UCHAR
      ElementDataFile = LOCAL
      """;

  @ParameterizedTest
  @EnumSource
  void loadsOrEndsInOneLine(Origin origin) throws Throwable {
    byte[] good = origin.bytes(folder);
    Path file = folder.resolve(origin.file);
    TestFiles.write(file, good);
    assertTrue(loads(origin, file), "the good file is refused");
    SplittableRandom random = SEED.random();
    for (int round = 0; round < ROUNDS; round++) {
      TestFiles.write(file, damaged(good, random));
      FailingInput.check(
          "DamagedFilesTest-%s-%d".formatted(origin, SEED.value()),
          file,
          () -> refused += loads(origin, file) ? 0 : 1);
    }
    assertTrue(refused > 0, "no damage was seen");
  }

  @Test
  @EnabledIfSystemProperty(named = "input", matches = ".+", disabledReason = "no -Dinput is given")
  void aKeptFile() {
    Path file = Path.of(System.getProperty("input")).toAbsolutePath();
    Origin origin = Origin.valueOf(file.getFileName().toString().split("-", -1)[1]);
    System.out.println(file + (loads(origin, file) ? " loads" : " is refused"));
  }

  /** Returns whether a file loads; fails if it is refused in any other way than in one line. */
  private static boolean loads(Origin origin, Path file) {
    try {
      VolumeLoader.load(origin.source(file), TestFiles.CONF);
      return true;
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      assertEquals(1, message.lines().count(), message);
      // A header's fault may be the name of its file of voxels, which then is looked for beside it.
      assertTrue(message.contains(file.getParent() + "/"), message);
      return false;
    }
  }

  private static byte[] damaged(byte[] good, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(good, random.nextInt(1, good.length));
    }
    byte[] bytes = good.clone();
    for (int n = random.nextInt(1, 5); n > 0; n--) {
      bytes[random.nextInt(good.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
