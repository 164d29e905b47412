package io.sinotrace.volume.io.mutants;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The readers of volumes by their files: good ones, and mutants of them. */
enum Reader {
  NIFTI("ct.nii", 1) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.nifti(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.nifti());
    }
  },

  GZIPPED_NIFTI("ct.nii.gz", RawImage.MAX_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.gzipped(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.nifti().stream().map(TestFiles::gzip).toList());
    }
  },

  MHA("ct.mha", RawImage.MAX_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.whole(Breeding.metaImage("LOCAL", random).whole(), random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.metaImage("LOCAL").stream().map(Seeds.Parts::whole).toList());
    }
  },

  MHD("ct.mhd", RawImage.MAX_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return apart(Breeding.metaImage(DATA, random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return Seeds.metaImage(DATA).stream().map(this::apart).toList();
    }
  },

  NRRD("ct.nrrd", RawImage.MAX_BZIP2_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.whole(Breeding.nrrd("", random).whole(), random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.nrrd("").stream().map(Seeds.Parts::whole).toList());
    }
  },

  NHDR("ct.nhdr", RawImage.MAX_BZIP2_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return apart(Breeding.nrrd(DATA_FILE, random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return Seeds.nrrd(DATA_FILE).stream().map(this::apart).toList();
    }
  },

  NUMPY("ct.npy", 1) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.numpy(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(
          Seeds.numpy().stream().map(p -> TestFiles.npy(1, p.text(), p.voxels())).toList());
    }
  },

  HDF5("ct.h5", RawImage.MAX_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.hdf5(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.hdf5());
    }
  },

  TIFF("ct.tif", 4096) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.tiff(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.tiff());
    }
  },

  VTK("ct.vti", RawImage.MAX_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.vtk(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.vtk());
    }
  },

  DICOM("ct.dcm", RawImage.MAX_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return slices(Breeding.dicom(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return Seeds.dicom().stream().map(this::slices).toList();
    }

    private Map<String, byte[]> slices(List<byte[]> files) {
      return Map.of(file(), files.get(0), SECOND, files.get(1));
    }

    @Override
    VolumeSource source(String uri) {
      String second = uri.substring(0, uri.lastIndexOf('/') + 1) + SECOND;
      return super.source(uri).of(new Slices(List.of(uri, second), 0, true));
    }
  },

  ENHANCED_DICOM("ct.dcm", RawImage.MAX_EXPANSION) {
    @Override
    Map<String, byte[]> mutant(SplittableRandom random) {
      return Map.of(file(), Breeding.enhancedDicom(random));
    }

    @Override
    List<Map<String, byte[]>> seeds() {
      return alone(Seeds.enhancedDicom());
    }
  };

  private static final String SECOND = "second.dcm";

  private static final String DATA = "voxels.raw";

  private static final String DATA_FILE = "data file: voxels.raw\n";

  private final String file;
  private final long expansion;

  Reader(String file, long expansion) {
    this.file = file;
    this.expansion = expansion;
  }

  /** Returns the name of the volume's file, or of its header. */
  String file() {
    return file;
  }

  /** Returns how many bytes a byte of a file may stand for. */
  long expansion() {
    return expansion;
  }

  /** Returns the files of a mutant, by their names. */
  abstract Map<String, byte[]> mutant(SplittableRandom random);

  /** Returns the files of all good volumes. */
  abstract List<Map<String, byte[]>> seeds();

  Map<String, byte[]> apart(Seeds.Parts parts) {
    return Map.of(file, parts.header(), DATA, parts.voxels());
  }

  List<Map<String, byte[]>> alone(List<byte[]> files) {
    return files.stream().map(bytes -> Map.of(file, bytes)).toList();
  }

  /** Returns the source of a volume, with the settings that its format needs. */
  VolumeSource source(String uri) {
    String dataset = this == HDF5 ? "/scans/ct" : null;
    Vec3 spacing = this == NUMPY || this == TIFF ? new Vec3(1, 2, 3) : null;
    return TestFiles.source(
        uri, dataset, null, spacing, VoxelUnits.PER_MM, 0.02, Placement.ISOCENTER);
  }
}
