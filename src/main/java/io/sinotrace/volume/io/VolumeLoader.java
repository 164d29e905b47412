package io.sinotrace.volume.io;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelWriter;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RangeSink;
import io.sinotrace.volume.io.file.SlabSink;
import io.sinotrace.volume.io.file.SliceReader;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import io.sinotrace.volume.phantom.PhantomVolume;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads volume files of any {@link VolumeFormat}, from any Hadoop file system, and makes the voxels
 * of phantoms. Settings of a source that its format does not take are ignored, since a batch may
 * mix formats.
 */
public final class VolumeLoader {
  private VolumeLoader() {}

  /**
   * Reads the headers of a volume's files alone.
   *
   * <p>What a header claims is checked against the size of its file. An HDF5 file on a file system
   * that is not local is copied as a whole, once for each part in it.
   *
   * @return the grid in the world, placed as {@code source} says
   * @throws InputException if a file cannot be read, its header is at fault or not supported, or
   *     the grids of two files differ
   */
  public static VoxelGrid readGrid(VolumeSource source, Configuration conf) {
    return read(source, false, conf).grid();
  }

  /** As above, with what else the headers say. */
  public static VolumeHeader readHeader(VolumeSource source, Configuration conf) {
    return read(source, true, conf);
  }

  private static VolumeHeader read(VolumeSource source, boolean sides, Configuration conf) {
    if (source.phantom() != null) {
      return new VolumeHeader(source.phantom().grid(), true, Map.of());
    }
    CommonGrid grid = new CommonGrid();
    Map<String, String> acquisition = new LinkedHashMap<>();
    for (Part part : source.parts()) {
      List<VolumeFile> files = files(source, part, conf);
      try (OpenVolume volume = open(files, source, part)) {
        grid.take(files.get(0), part, volume.grid());
        acquisition.putAll(volume.acquisition());
      }
    }
    return new VolumeHeader(
        place(grid.get(), source), sides && knowsSides(source, conf), acquisition);
  }

  /**
   * Returns whether a file defines the patient's orientation, so that the axes of its grid's world
   * are known to be the patient's: NIfTI by an sform or a qform, MetaImage by a matrix, NRRD by a
   * space; arrays never, phantoms always.
   *
   * @throws InputException as {@link #readGrid}
   */
  public static boolean knowsSides(VolumeSource source, Configuration conf) {
    if (source.phantom() != null) {
      return true;
    }
    VolumeFile file = source.files(conf).get(0);
    return VolumeFormat.of(file, source).reader().knowsSides(file);
  }

  /**
   * Reads the headers of a part of a volume alone.
   *
   * @param ranged whether the numbers are read, too, for their range; a chunk at a time
   * @return what there is, as the file places it
   * @throws InputException as {@link #readGrid}; of a range as {@link #load}
   */
  public static PartReport report(
      VolumeSource source, Part part, boolean ranged, Configuration conf) {
    List<VolumeFile> files = files(source, part, conf);
    VolumeFile first = files.get(0);
    VolumeFormat format = VolumeFormat.of(first, source);
    RangeSink range = ranged ? new RangeSink() : null;
    try (OpenVolume volume = open(files, source, part)) {
      if (range != null) {
        volume.decode(range);
      }
      return new PartReport(
          format,
          volume.grid(),
          volume.stored(),
          volume.acquisition(),
          format.reader().knowsSides(first),
          range);
    }
  }

  /**
   * Decodes a whole volume.
   *
   * @return the channels that {@code source} asks for, on the grid of {@link #readGrid}: each
   *     number of a file scaled and converted in float64, and rounded once to float32
   * @throws InputException as {@link #readGrid}, and if a file is damaged, or the number of a voxel
   *     means nothing
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for the volume
   */
  public static Volume load(VolumeSource source, Configuration conf) {
    return loadHashed(source, conf).volume();
  }

  /**
   * Decodes a whole volume and hashes the bytes it was decoded from.
   *
   * @return the volume as of {@link #load}
   * @throws InputException as {@link #load}, and if a file has changed in the meantime
   */
  public static HashedVolume loadHashed(VolumeSource source, Configuration conf) {
    return loadHashed(source, conf, SlabVolume::on);
  }

  /** Makes what takes the voxels of a volume. */
  interface Writers {
    /**
     * Returns a writer of a volume, all zero.
     *
     * @param channels how many, at least 1
     * @throws InputException if a slab has more than 2 GiB
     */
    VoxelWriter on(VoxelGrid grid, int channels);
  }

  /** As above, into a volume that a writer makes. */
  static HashedVolume loadHashed(VolumeSource source, Configuration conf, Writers writers) {
    InputState state = InputState.of(source, conf);
    try {
      if (source.phantom() != null) {
        PhantomVolume phantom = source.phantom();
        VoxelWriter writer = writers.on(phantom.grid(), phantom.channels().count());
        return new HashedVolume(phantom.voxels(writer), state.summed());
      }
      Map<VolumeFile, String> sums = new HashMap<>();
      Volume volume = decode(source, sums, conf, writers);
      return new HashedVolume(volume, state.summed(sums));
    } catch (InputException e) {
      if (state.isCurrent()) {
        throw e;
      }
      // A fault found in a file that is being replaced is a consequence of the replacement.
      InputException changed = state.changed();
      changed.addSuppressed(e);
      throw changed;
    }
  }

  /** Decodes all parts, one after the other; {@code sums} takes the checksums that are known. */
  private static Volume decode(
      VolumeSource source, Map<VolumeFile, String> sums, Configuration conf, Writers writers) {
    CommonGrid grid = new CommonGrid();
    @Nullable VoxelWriter writer = null;
    int channel = 0;
    for (Part part : source.parts()) {
      List<VolumeFile> files = files(source, part, conf);
      VolumeFile file = files.get(0);
      try (OpenVolume volume = open(files, source, part)) {
        grid.take(file, part, volume.grid());
        if (writer == null) {
          writer = writer(file, place(grid.get(), source), source.channels().count(), writers);
        }
        SlabSink sink = new SlabSink(file, writer, channel, part.meaning());
        volume.decode(sink);
        sums.putAll(sink.sha256());
      }
      channel += part.meaning().channels().count();
    }
    return Objects.requireNonNull(writer).finish();
  }

  private static VoxelWriter writer(
      VolumeFile file, VoxelGrid grid, int channels, Writers writers) {
    try {
      return writers.on(grid, channels);
    } catch (InputException e) {
      throw file.fault(Messages.reason(e), e);
    }
  }

  private static List<VolumeFile> files(VolumeSource source, Part part, Configuration conf) {
    List<VolumeFile> own = source.files(conf);
    return part.file() == null ? own : List.of(own.get(0).sibling(part.file()));
  }

  private static OpenVolume open(List<VolumeFile> files, VolumeSource source, Part part) {
    ArrayLayout layout =
        new ArrayLayout(part.dataset(), source.axes(), source.spacing(), source.raw());
    VolumeFile first = files.get(0);
    VolumeFormat format = VolumeFormat.of(first, source);
    SliceReader slices = format.slices();
    int number = source.slices() == null ? 0 : source.slices().number();
    return slices == null
        ? format.reader().open(first, layout)
        : slices.open(files, number, layout);
  }

  private static VoxelGrid place(VoxelGrid grid, VolumeSource source) {
    return source.placement() == Placement.ISOCENTER ? grid.centred() : grid;
  }
}
