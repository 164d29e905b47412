package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import org.jspecify.annotations.Nullable;

/** What tests of files that cannot be used share. */
public final class Rejected {
  private Rejected() {}

  /** Returns a source of mu in 1/mm, placed as the file says. */
  public static VolumeSource source(
      Object file, @Nullable String dataset, @Nullable AxisOrder axes, @Nullable Vec3 spacing) {
    return TestFiles.source(
        file.toString(), dataset, axes, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE);
  }

  /** Asserts that both the header alone and the whole file end in one line with these words. */
  public static void fails(VolumeSource source, String... words) {
    check(assertThrows(InputException.class, () -> readGrid(source)), words);
    check(assertThrows(InputException.class, () -> load(source)), words);
  }

  /** Reads the header alone. */
  public static void readGrid(VolumeSource source) {
    assertTrue(VolumeLoader.readGrid(source, TestFiles.CONF).voxels() > 0);
  }

  /** Reads the whole file. */
  public static void load(VolumeSource source) {
    VolumeLoader.load(source, TestFiles.CONF);
  }

  /** Asserts that the message is one line with these words. */
  public static void check(InputException e, String... words) {
    String message = String.valueOf(e.getMessage());
    for (String word : words) {
      assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
    }
    assertFalse(message.chars().anyMatch(c -> c < ' '), message);
    assertEquals(1, message.lines().count(), message);
  }
}
