package io.sinotrace.volume.io.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.RawForm;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What NumPy wrote is in {@code GoldenFilesTest}. */
class RawReaderTest {
  private static final Vec3 SPACING = new Vec3(1.5, 2, 2.5);
  private static final RawForm BYTES = form(SampleType.UINT8, List.of(3, 4, 5), 0);

  private final Path file;

  RawReaderTest(@TempDir Path folder) {
    this.file = folder.resolve("a.raw");
  }

  private static RawForm form(@Nullable SampleType type, @Nullable List<Integer> shape, long skip) {
    return new RawForm(type, shape, false, skip);
  }

  private static VolumeSource source(
      String uri, RawForm form, @Nullable AxisOrder axes, @Nullable Vec3 spacing) {
    return TestFiles.source(uri, null, axes, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE)
        .of(form);
  }

  private String fault(RawForm form, @Nullable Vec3 spacing) {
    return fault(file, form, spacing);
  }

  private static String fault(Path file, RawForm form, @Nullable Vec3 spacing) {
    VolumeSource source = source(file.toString(), form, null, spacing);
    InputException e =
        assertThrows(InputException.class, () -> VolumeLoader.load(source, TestFiles.CONF));
    return e.getMessage().replace(file + ": ", "");
  }

  @ParameterizedTest
  @EnumSource(AxisOrder.class)
  void aVoxelLiesAtItsIndexTimesTheSpacing(AxisOrder axes) {
    // Voxel (x, y, z) = (3, 1, 2) of 5 x 4 x 3, behind two bytes.
    boolean zyx = axes == AxisOrder.ZYX;
    byte[] data = new byte[62];
    data[2 + (zyx ? (2 * 4 + 1) * 5 + 3 : (3 * 4 + 1) * 3 + 2)] = 100;
    TestFiles.write(file, data);
    RawForm form = form(SampleType.UINT8, zyx ? List.of(3, 4, 5) : List.of(5, 4, 3), 2);
    Volume volume = VolumeLoader.load(source(file.toString(), form, axes, SPACING), TestFiles.CONF);
    assertEquals(100f, TestFiles.voxel(volume, 3, 1, 2));
    assertEquals(new Vec3(4.5, 2, 5), volume.grid().indexToWorld().point(new Vec3(3, 1, 2)));
  }

  @ParameterizedTest
  @CsvSource({"59, 0, 60", "61, 0, 60", "60, 1, 61", "1, 2147483647, 2147483707"})
  void aFileOfAnotherLengthIsRefused(int bytes, int skip, long expected) {
    TestFiles.write(file, new byte[bytes]);
    assertEquals(
        "shape: has %d bytes: expected %d, which are %d to skip and 3 x 4 x 5 numbers of 1"
            .formatted(bytes, expected, skip),
        fault(form(SampleType.UINT8, List.of(3, 4, 5), skip), SPACING));
  }

  @Test
  void onePackedByGzipHasItsBytesWhenItIsUnpacked() {
    Path packed = file.resolveSibling("a.vol.gz");
    byte[] data = new byte[62];
    data[2 + 59] = 7;
    TestFiles.write(packed, TestFiles.gzip(data));
    RawForm skipping = form(SampleType.UINT8, List.of(3, 4, 5), 2);
    Volume volume =
        VolumeLoader.load(source(packed.toString(), skipping, null, SPACING), TestFiles.CONF);
    assertEquals(7f, TestFiles.voxel(volume, 4, 3, 2));
    assertEquals(
        "unpacks to more bytes than are described: expected a shape that has all",
        fault(packed, BYTES, SPACING));
    assertEquals(
        "ends before the last voxel: truncated",
        fault(packed, form(SampleType.UINT8, List.of(3, 4, 5), 3), SPACING));
    assertTrue(
        fault(packed, form(SampleType.FLOAT64, List.of(32768, 32768, 32768), 0), SPACING)
            .endsWith("compressed bytes can hold"));
    TestFiles.write(packed, new byte[60]);
    assertEquals(
        "its compressed data are damaged: Not in GZIP format", fault(packed, BYTES, SPACING));
  }

  @Test
  void aShapeBeyondAllMemoryIsComparedWithTheFileFirst() {
    TestFiles.write(file, new byte[60]);
    assertEquals(
        "shape: has 60 bytes: expected 281474976710656, which are 0 to skip and 32768 x 32768 x 32768"
            + " numbers of 8",
        fault(form(SampleType.FLOAT64, List.of(32768, 32768, 32768), 0), SPACING));
  }

  @Test
  void whatIsNotSaidIsMissed() {
    TestFiles.write(file, new byte[60]);
    assertEquals(
        "type of a number: a raw binary does not say how its numbers are stored: expected a type such as uint16",
        fault(form(null, List.of(3, 4, 5), 0), SPACING));
    assertEquals(
        "shape: a raw binary does not say how many voxels it has: expected its shape, three numbers",
        fault(form(SampleType.UINT8, null, 0), SPACING));
    assertEquals(
        "voxel spacing: a raw binary does not say how large its voxels are: expected three numbers"
            + " x, y, z in mm",
        fault(BYTES, null));
  }

  @Test
  void isReadFromFileSystemsThatAreNotLocal() {
    TestFiles.write(file, new byte[60]);
    Configuration conf = new Configuration(false);
    conf.set("fs.far.impl", "io.sinotrace.volume.io.FarFileSystem");
    Volume volume = VolumeLoader.load(source("far:" + file, BYTES, null, SPACING), conf);
    assertEquals(60, volume.grid().voxels());
  }
}
