package io.sinotrace.volume.io;

import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.volume.io.dicom.DicomReader;
import io.sinotrace.volume.io.file.SliceReader;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.hdf5.Hdf5Reader;
import io.sinotrace.volume.io.metaimage.MetaImageReader;
import io.sinotrace.volume.io.nifti.NiftiReader;
import io.sinotrace.volume.io.nrrd.NrrdReader;
import io.sinotrace.volume.io.numpy.NumpyReader;
import io.sinotrace.volume.io.raw.RawReader;
import io.sinotrace.volume.io.tiff.TiffReader;
import io.sinotrace.volume.io.vtk.VtiReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The formats of volume files. The suffix of a file's name decides which one it is; a file without
 * a known one is DICOM if its first bytes say so.
 */
@SuppressWarnings(
    "ImmutableEnumChecker") // readers have no state, and nothing is added to the lists
public enum VolumeFormat {
  /** NIfTI in a single file, plain or gzipped, or a header with the voxels in another file. */
  NIFTI("NIfTI", new NiftiReader(), List.of(".nii", ".nii.gz", ".hdr", ".hdr.gz")),
  /** A header, followed by the voxels, or with the voxels in another file. */
  METAIMAGE("MetaImage", new MetaImageReader(), List.of(".mha", ".mhd")),
  /** A header, followed by the voxels, or with the voxels in another file. */
  NRRD("NRRD", new NrrdReader(), List.of(".nrrd", ".nhdr")),
  /** One array. */
  NUMPY("NumPy", new NumpyReader(), List.of(".npy"), Setting.AXES, Setting.SPACING),
  /** Named datasets, one of which is the volume. */
  HDF5(
      "HDF5",
      new Hdf5Reader(),
      List.of(".h5", ".hdf5"),
      Setting.DATASET,
      Setting.AXES,
      Setting.SPACING),
  /** The pages of one file, or of the files of a folder. */
  TIFF("TIFF", new TiffReader(), List.of(".tif", ".tiff"), Setting.SPACING),
  /** XML, with the voxels in it or behind it. */
  VTK("VTK image", new VtiReader(), List.of(".vti")),
  /** CT slices, one or several in a file, whose headers say what volumes they are. */
  DICOM("DICOM", new DicomReader(), List.of(".dcm", ".ima"), Setting.GAPS),
  /** Voxels alone, plain or gzipped, of which the description says what they are. */
  RAW(
      "raw binary",
      new RawReader(),
      List.of(".raw", ".bin", ".vol", ".dat", ".raw.gz", ".bin.gz", ".vol.gz", ".dat.gz"),
      Setting.TYPE,
      Setting.SHAPE,
      Setting.BYTE_ORDER,
      Setting.SKIP,
      Setting.AXES,
      Setting.SPACING);

  /** Suffixes of files that may name another one. */
  private static final Set<String> HEADERS =
      Set.of(".hdr", ".hdr.gz", ".mha", ".mhd", ".nrrd", ".nhdr");

  /** Those that a file's name tells. */
  private static final List<VolumeFormat> BY_SUFFIX =
      Arrays.stream(values()).filter(format -> format != RAW).toList();

  private final String title;
  private final VolumeReader reader;
  private final List<String> suffixes;
  private final Set<Setting> settings;

  VolumeFormat(String title, VolumeReader reader, List<String> suffixes, Setting... settings) {
    this.title = title;
    this.reader = reader;
    this.suffixes = suffixes;
    this.settings = Set.of(settings);
  }

  /**
   * Returns a file's format by its suffix; null if that is unknown. It is never {@link #RAW}, of
   * which the suffix says nothing.
   */
  public static @Nullable VolumeFormat of(String fileName) {
    return BY_SUFFIX.stream()
        .filter(format -> !format.suffixOf(fileName).isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** Returns the suffix of a file's name in lower case; "" if it is that of no format. */
  public static String suffix(String fileName) {
    VolumeFormat format = of(fileName);
    return format == null ? "" : format.suffixOf(fileName);
  }

  /** Returns the suffix of a file's name in this format, in lower case; "" if it has none. */
  public String suffixOf(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return suffixes().stream().filter(lower::endsWith).findFirst().orElse("");
  }

  /** Returns the suffixes of this format, in lower case. */
  public List<String> suffixes() {
    return suffixes;
  }

  /**
   * Returns a file's format, by its suffix or its first bytes.
   *
   * @throws io.sinotrace.InputException if it is unknown, or the file cannot be read
   */
  public static VolumeFormat of(VolumeFile file) {
    VolumeFormat format = of(file.fileName());
    if (format == null && DicomReader.recognises(file.head(DicomReader.HEAD))) {
      return DICOM;
    }
    if (format == null) {
      String name = file.fileName().toLowerCase(Locale.ROOT);
      throw file.fault(
          name.endsWith(".img") || name.endsWith(".img.gz")
              ? "holds the voxels of a pair: expected its header, which ends in .hdr"
              : "unknown format: expected a name that ends in one of "
                  + String.join(", ", suffixes(BY_SUFFIX))
                  + ", or the type and the shape of a raw binary");
    }
    return format;
  }

  /** Returns the format of one of a volume's files; else as above. */
  static VolumeFormat of(VolumeFile file, VolumeSource source) {
    return source.raw() == null ? of(file) : RAW;
  }

  /** Returns what people call it. */
  public String title() {
    return title;
  }

  /** Returns the reader of this format. */
  public VolumeReader reader() {
    return reader;
  }

  /** Returns the reader of this format if a volume of it may be many files; else null. */
  public @Nullable SliceReader slices() {
    return reader instanceof SliceReader slices ? slices : null;
  }

  /** Returns the suffixes of several formats. */
  public static List<String> suffixes(List<VolumeFormat> formats) {
    return formats.stream().flatMap(format -> format.suffixes().stream()).toList();
  }

  /** Returns what files of any format are called, as the rest of a sentence. */
  public static String names() {
    return "names that end in "
        + Messages.anyOf(suffixes(BY_SUFFIX))
        + "; files of DICOM may have any name, and so may raw binaries, of which the description says what they are";
  }

  /** Returns the settings that supply what files of this format do not contain. */
  public Set<Setting> settings() {
    return settings;
  }

  /** Returns the formats that take a setting. */
  public static List<VolumeFormat> taking(Setting setting) {
    return Arrays.stream(values()).filter(format -> format.settings().contains(setting)).toList();
  }

  /** Returns whether the volume of a file may consist of several files: by its name, a header. */
  public static boolean mayHavePartners(String fileName) {
    return HEADERS.contains(suffix(fileName));
  }
}
