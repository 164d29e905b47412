package io.sinotrace.spark.task;

import io.sinotrace.InputException;
import io.sinotrace.spark.SparkFolder;
import io.sinotrace.spark.task.LeaseCache.Lease;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.BandTurns;
import io.sinotrace.volume.io.DiskVolumeLoader;
import io.sinotrace.volume.io.HashedVolume;
import io.sinotrace.volume.io.InputState;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.FileNotFoundException;
import org.apache.hadoop.conf.Configuration;

/** Volumes decoded for the tasks of this JVM: each is read once, and shared. */
final class VolumeStore {
  /**
   * Keeps the last volume alone when no task uses it: the memory planned for an executor is that of
   * one volume, and its copies on the heap may take many times its own bytes.
   */
  private static final VolumeStore OF_THIS_JVM = new VolumeStore(0);

  private final LeaseCache<Key, HashedVolume> volumes;

  /** Of the bands of all volumes on the disk, which share the memory of this JVM. */
  private final BandTurns bandTurns = new BandTurns();

  /**
   * Makes an empty one.
   *
   * @param budget bytes of voxels that are kept when no task uses them any more, at most; the last
   *     volume stays all the same, until another is asked for
   */
  VolumeStore(long budget) {
    this.volumes = new LeaseCache<>(budget, hashed -> hashed.volume().close());
  }

  /** Where one of its files has changed, it is another volume. */
  private record Key(VolumeSource source, boolean onDisk, InputState state) {}

  /** Returns the one that all tasks of this JVM share. */
  static VolumeStore ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * Leases a volume, decoding it if no task of this JVM has yet.
   *
   * @param grid that it is expected to lie on
   * @throws InputException if it cannot be read
   */
  Lease<HashedVolume> lease(VolumeSource source, VoxelGrid grid, Configuration conf) {
    return volumes.lease(
        key(source, false, conf),
        SlabVolume.bytes(grid, source.channels().count()),
        () -> VolumeLoader.loadHashed(source, conf));
  }

  /** As above, on the disk: decoded if no process of this host has yet. */
  Lease<HashedVolume> leaseOnDisk(VolumeSource source, VoxelGrid grid, Configuration conf) {
    return volumes.lease(
        key(source, true, conf),
        SlabVolume.bytes(grid, source.channels().count()),
        () ->
            new DiskVolumeLoader(SparkFolder.local(), SparkFolder.SETTING, bandTurns)
                .load(source, grid, conf));
  }

  private static Key key(VolumeSource source, boolean onDisk, Configuration conf) {
    try {
      return new Key(source, onDisk, InputState.of(source, conf));
    } catch (InputException e) {
      if (e.getCause() instanceof FileNotFoundException) {
        throw new InputException(e.getMessage() + " on this executor", e);
      }
      throw e;
    }
  }
}
