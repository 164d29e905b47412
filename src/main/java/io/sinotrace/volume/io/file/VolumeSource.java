package io.sinotrace.volume.io.file;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.VoxelMeaning;
import io.sinotrace.volume.phantom.PhantomVolume;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a volume and how to interpret their numbers, or the phantom in their place: all that
 * an executor needs to decode it.
 *
 * @param uri the volume's own file, as a fully qualified Hadoop path; of slices what stands for
 *     them: their folder, or a folder with {@code #} and an id; of a phantom its name
 * @param slices the files where they are slices; null for a file that is a volume by its suffix
 * @param axes order of the axes of an array that does not say it (HDF5, .npy, raw binaries); null
 *     for the default, [z][y][x], and for other formats
 * @param spacing voxel size in mm along x, y and z, of an array that does not say it; null if the
 *     file has it
 * @param raw what the bytes of a raw binary are; null for a file of another format
 * @param placement where the volume is put in the world
 * @param parts where its numbers are, and what they mean: one, or one for each of several channels,
 *     all on one grid; none of a phantom
 * @param phantom that stands for a volume without a file; null for files
 */
public record VolumeSource(
    String uri,
    @Nullable Slices slices,
    @Nullable AxisOrder axes,
    @Nullable Vec3 spacing,
    @Nullable RawForm raw,
    Placement placement,
    List<Part> parts,
    @Nullable PhantomVolume phantom)
    implements Serializable {
  /**
   * Numbers of a volume.
   *
   * @param file name of another file in the folder of the volume's own; null: in that one
   * @param dataset path of the dataset inside an HDF5 file; null for other formats
   * @param meaning of the numbers
   */
  public record Part(@Nullable String file, @Nullable String dataset, VoxelMeaning meaning)
      implements Serializable {}

  /** Copies the list. */
  public VolumeSource {
    parts = List.copyOf(parts);
  }

  /** A volume whose own file is named. */
  public VolumeSource(
      String uri,
      @Nullable AxisOrder axes,
      @Nullable Vec3 spacing,
      Placement placement,
      List<Part> parts) {
    this(uri, null, axes, spacing, null, placement, parts, null);
  }

  /** Returns the source of a phantom. */
  public static VolumeSource of(PhantomVolume phantom) {
    return new VolumeSource(
        phantom.uri(), null, null, null, null, Placement.ISOCENTER, List.of(), phantom);
  }

  /** Returns the same of slices; null: of a file that is a volume by its suffix. */
  public VolumeSource of(@Nullable Slices files) {
    return new VolumeSource(uri, files, axes, spacing, raw, placement, parts, phantom);
  }

  /** Returns the same of a raw binary; null: of a file of another format. */
  public VolumeSource of(@Nullable RawForm form) {
    return new VolumeSource(uri, slices, axes, spacing, form, placement, parts, phantom);
  }

  /**
   * Finds the volume's own file, or those of its slices in their order; a phantom has none.
   *
   * @throws io.sinotrace.InputException if one is missing, empty, or may not be read
   */
  public List<VolumeFile> files(Configuration conf) {
    if (phantom != null) {
      return List.of();
    }
    return slices == null ? List.of(VolumeFile.find(uri, conf)) : slices.find(uri, conf);
  }

  /** Returns what messages call one of the volume's files, by the name that the manifest has. */
  public String shown(String name) {
    if (slices != null && slices.hidden()) {
      return uri + ": " + name;
    }
    Path own = new Path(uri);
    return new Path(slices == null ? own.getParent() : own, name).toString();
  }

  /** Returns whether it is a phantom that is scanned by its own line integrals. */
  public boolean isExact() {
    return phantom != null && phantom.exact();
  }

  /** Returns how many channels of voxels there are; none of a phantom that is scanned exactly. */
  public int channelsInMemory() {
    return isExact() ? 0 : channels().count();
  }

  /** Returns the channels of all parts, or of the phantom. */
  public Channels channels() {
    return phantom == null ? channels(parts) : phantom.channels();
  }

  /** Returns the channels of parts, one part after the other. */
  public static Channels channels(List<Part> parts) {
    return parts.stream()
        .map(part -> part.meaning.channels())
        .reduce(Channels::and)
        .orElseThrow(() -> new IllegalArgumentException("a volume without numbers"));
  }

  /** Returns the names of the files beside the volume's own, each once. */
  public List<String> others() {
    return parts.stream().map(Part::file).filter(Objects::nonNull).distinct().toList();
  }

  /** Returns how the numbers become values, as it is recorded. */
  public String formula() {
    if (phantom != null) {
      return phantom.formula();
    }
    return parts.stream()
        .map(part -> part.meaning.formula())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** The order of the axes of an array, slowest first. */
  public enum AxisOrder {
    /** [z][y][x]: x runs fastest. */
    ZYX,
    /** [x][y][z]: z runs fastest. */
    XYZ
  }

  /** Where a volume is put in the world. */
  public enum Placement {
    /** The middle of its box is moved to the isocentre; rotation and flips are kept. */
    ISOCENTER,
    /** As the file's own affine says. */
    FILE
  }
}
