package io.sinotrace.volume.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Volumes on the disk have the voxels of the same volume in memory, to the bit. */
class DiskVolumeTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261128);

  /** Of more than 65,536 voxels, in bricks that are not whole. */
  private static final VoxelGrid GRID = TestGrids.boxIsWorld(67, 33, 40);

  private final SplittableRandom random = SEED.random();

  @TempDir Path temp;

  @Test
  void fewDifferentValuesTakeTwoBytesEach() throws IOException {
    DiskVolume disk = checked(() -> random.nextInt(-30_000, 30_000) * 0.02 / 1000);
    assertNotNull(disk.index().forms()[0].values());
    assertEquals(2L * 32 * 32 * 32 * 3 * 2 * 2, Files.size(DiskVolume.file(temp, 0)));
  }

  @Test
  void manyDifferentValuesAreKeptAsTheyAre() throws IOException {
    DiskVolume disk = checked(random::nextDouble);
    assertNull(disk.index().forms()[0].values());
    assertEquals(4L * 32 * 32 * 32 * 3 * 2 * 2, Files.size(DiskVolume.file(temp, 0)));
  }

  @Test
  void exactlyAsManyValuesAsThereAreCodes() throws IOException {
    int[] next = {0};
    assertNotNull(checked(() -> next[0]++ % 65_536).index().forms()[0].values());
    Files.delete(DiskVolume.file(temp, 0));
    next[0] = 0;
    assertNull(checked(() -> next[0]++ % 65_537).index().forms()[0].values());
  }

  @Test
  void zerosOfBothSignsAreTold() throws IOException {
    checked(() -> random.nextInt(3) == 0 ? 1e-300 * (random.nextBoolean() ? 1 : -1) : 0);
  }

  /**
   * In memory a page that nobody has written takes room once it is read, where there may be none:
   * it ended in an error of the JVM.
   */
  @Test
  void readingTakesNoRoomOnAFileSystemInMemory() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(memory) && Files.getFileStore(memory).type().equals("tmpfs"),
        "no file system in memory is at " + memory);
    for (double value : new double[] {1, Math.PI}) {
      // Of few values, and of too many.
      int different = value == 1 ? 1 : 70_000;
      Path folder = Files.createTempDirectory(memory, "sinotrace-test");
      Path file = DiskVolume.file(folder, 0);
      try {
        DiskVolumeWriter writer =
            new DiskVolumeWriter(folder, TestGrids.boxIsWorld(128, 64, 96), 1);
        for (int i = 0; i < different; i++) {
          writer.set(0, i % 60, i / 60 % 60, i / 3600, value + i);
        }
        writer.set(0, 127, 40, 80, value);
        DiskVolume volume = writer.finish();
        long written = blocks(file);
        assertTrue(written > 0 && written * 512 < Files.size(file), written + " blocks");
        for (int z = 0; z < 96; z++) {
          volume.slab(0, z);
        }
        assertEquals(written, blocks(file));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    }
  }

  /** Returns the blocks of 512 bytes that a file takes. */
  private static long blocks(Path file) throws IOException, InterruptedException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String out = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(0, stat.waitFor());
    return Long.parseLong(out.trim());
  }

  @Test
  void whatIsNotFiniteIsRefusedWithItsPlace() {
    DiskVolumeWriter writer = new DiskVolumeWriter(temp, GRID, 1);
    double[] run = new double[100];
    run[70] = Double.NaN;
    InputException refused =
        assertThrows(InputException.class, () -> writer.setRun(0, 67L * 33 * 2, run, 0, 100));
    assertEquals(
        "voxel (3, 1, 2) is NaN: expected finite values of at most 2^96", refused.getMessage());
  }

  /** Writes the same numbers to memory and to the disk, half of them voxel by voxel. */
  private DiskVolume checked(DoubleSupplier numbers) throws IOException {
    SlabVolume.Writer memory = SlabVolume.on(GRID);
    DiskVolumeWriter disk = new DiskVolumeWriter(temp, GRID, 1);
    double[] values = new double[(int) GRID.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.getAsDouble();
    }
    int half = values.length / 2 + 5;
    for (VoxelWriter writer : new VoxelWriter[] {memory, disk}) {
      for (int x = 0; x < GRID.nx(); x++) {
        for (int y = 0; y < GRID.ny(); y++) {
          for (int z = 0; z < GRID.nz(); z++) {
            int at = (z * GRID.ny() + y) * GRID.nx() + x;
            if (at >= half) {
              writer.set(0, x, y, z, values[at]);
            }
          }
        }
      }
      for (int at = 0; at < half; at += 1000) {
        writer.setRun(0, at, values, at, Math.min(1000, half - at));
      }
    }
    Volume expected = memory.finish();
    DiskVolume actual = disk.finish();
    for (int z = 0; z < GRID.nz(); z++) {
      assertSame(expected.slab(0, z), actual.slab(0, z), GRID.nx() * GRID.ny());
    }
    for (int axis = 0; axis < 3; axis++) {
      BandReader reader = new BandReader(actual, axis, 32, 2);
      for (int from = 0; from < GRID.size(axis); from += 32) {
        assertSameBand(expected, reader.read(from), axis, from);
      }
    }
    return actual;
  }

  private static void assertSame(FloatBuffer expected, FloatBuffer actual, int count) {
    for (int i = 0; i < count; i++) {
      assertEquals(
          Float.floatToRawIntBits(expected.get(i)), Float.floatToRawIntBits(actual.get(i)));
    }
  }

  private static void assertSameBand(Volume whole, Volume band, int axis, int from) {
    int[] n = {GRID.nx(), GRID.ny(), GRID.nz()};
    int[] first = new int[3];
    first[axis] = from;
    n[axis] = Math.min(32, n[axis] - from);
    for (int z = 0; z < n[2]; z++) {
      for (int y = 0; y < n[1]; y++) {
        for (int x = 0; x < n[0]; x++) {
          float expected =
              whole.slab(0, z + first[2]).get((y + first[1]) * GRID.nx() + x + first[0]);
          float actual = band.slab(0, z).get(y * band.grid().nx() + x);
          assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual));
        }
      }
    }
  }
}
