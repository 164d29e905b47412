package io.sinotrace.volume.io.mutants;

import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.mutants.Seeds.Parts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes mutants of the seeds of each format: its header is hit more often than its voxels. */
final class Breeding {
  private static final int[] NIFTI_FIELDS =
      IntStream.of(
              0, 40, 42, 44, 46, 48, 54, 70, 72, 76, 80, 84, 88, 108, 112, 116, 123, 252, 254, 256,
              260, 264, 268, 272, 276, 280, 284, 292, 296, 304, 316, 320, 324, 344)
          .toArray();

  /** Sixty bytes, as Seeds has them, packed by bzip2 1.0.8. */
  private static final byte[] BZIP2 =
      HexFormat.of()
          .parseHex(
              "425a68393141592653595394192700000078007ffffffffffffff8200041"
                  + "80000000d000000034301a00001a000000000118720928b30d38f4114935"
                  + "1559761969b71d79f8210451c92cd3d14d55d96dd7e18e59e9aedbf1cf5d"
                  + "f9efc1fc5dc914e142414e50649c");

  private static final List<String> NRRD_WORDS =
      List.of(
          "NRRD0005",
          "type",
          "dimension",
          "space",
          "sizes",
          "spacings",
          "space directions",
          "space origin",
          "(1,0,0)",
          "none",
          "encoding",
          "gzip",
          "bzip2",
          "ascii",
          "raw",
          "byte skip",
          "line skip",
          "data file",
          "endian",
          "uint16",
          "double",
          "axis mins",
          "units",
          "um");

  private static final List<String> META_WORDS =
      List.of(
          "ObjectType",
          "NDims",
          "BinaryData",
          "CompressedData",
          "TransformMatrix",
          "Offset",
          "ElementSpacing",
          "DimSize",
          "HeaderSize",
          "ElementType",
          "ElementDataFile",
          "ElementNumberOfChannels",
          "ElementToIntensityFunctionSlope",
          "True",
          "False",
          "LOCAL",
          "LIST",
          "MET_CHAR",
          "MET_DOUBLE",
          "MET_UCHAR",
          "MET_LONG_LONG_ARRAY",
          "voxels.raw",
          "ct.mhd",
          "../" + Reading.OUTSIDE,
          "sub/../../" + Reading.OUTSIDE,
          "..",
          ".",
          "/etc/hostname",
          "file:/etc/hostname",
          "file:../" + Reading.OUTSIDE,
          "..\\" + Reading.OUTSIDE,
          "v%d.raw",
          "missing.raw",
          "v\u00f6xels.raw",
          "\ud800.raw",
          "a\u2028b.raw",
          "x".repeat(300));

  private static final List<String> NUMPY_WORDS =
      List.of(
          "descr",
          "fortran_order",
          "shape",
          "True",
          "False",
          "None",
          "{",
          "}",
          "[",
          "]",
          ":",
          "\"",
          "<f8",
          ">u4",
          "|b1",
          "<i8",
          "|S9",
          "<c16",
          "O",
          "1,",
          "(1, 2, 3)",
          "3L",
          "('a', '<f4')");

  /** Groups of elements of DICOM, in either byte order. */
  private static final Set<Integer> ELEMENTS =
      Set.of(0x0002, 0x0008, 0x0018, 0x0020, 0x0028, 0x2800, 0x2000, 0x5200, 0x7fe0, 0xfffe);

  private static final List<byte[]> HDF5 = Seeds.hdf5();
  private static final List<Seals> SEALS = HDF5.stream().map(Seals::of).toList();

  private Breeding() {}

  static byte[] nifti(SplittableRandom random) {
    List<byte[]> seeds = Seeds.nifti();
    return new ByteMutator(random).mutant(pick(seeds, random), NIFTI_FIELDS, pick(seeds, random));
  }

  /** Mutants of the decompressed bytes with a right checksum, and of the compressed ones. */
  static byte[] gzipped(SplittableRandom random) {
    byte[] plain = random.nextInt(4) == 0 ? pick(Seeds.nifti(), random) : nifti(random);
    // Some in two members, of which one may be empty.
    int cut = random.nextInt(3) == 0 ? random.nextInt(plain.length + 1) : plain.length;
    byte[] rest = Arrays.copyOfRange(plain, cut, plain.length);
    byte[] packed = TestFiles.gzip(Arrays.copyOf(plain, cut));
    return whole(rest.length == 0 ? packed : Seeds.join(packed, TestFiles.gzip(rest)), random);
  }

  /** Mutants of the header, or of the voxels with a right checksum. */
  static Parts metaImage(String dataFile, SplittableRandom random) {
    Parts good = pick(Seeds.metaImage(dataFile), random);
    if (random.nextInt(4) > 0) {
      String text = new TextMutator(random, META_WORDS).mutant(good.text());
      return new Parts(text, good.voxels());
    }
    byte[] voxels = new ByteMutator(random).mutant(good.voxels(), new int[0], good.voxels());
    return new Parts(good.text(), random.nextBoolean() ? voxels : TestFiles.zlib(voxels));
  }

  /** As of MetaImage: mutants of the header, and of the voxels; of packed ones before and after. */
  static Parts nrrd(String dataFile, SplittableRandom random) {
    Parts good = pick(Seeds.nrrd(dataFile), random);
    if (random.nextInt(4) > 0) {
      return new Parts(new TextMutator(random, NRRD_WORDS).mutant(good.text()), good.voxels());
    }
    byte[] voxels = new ByteMutator(random).mutant(good.voxels(), new int[0], good.voxels());
    return switch (random.nextInt(3)) {
      case 0 -> new Parts(good.text(), TestFiles.gzip(voxels));
      case 1 -> {
        byte[] packed = new ByteMutator(random).mutant(BZIP2, new int[0], BZIP2);
        yield new Parts(good.text().replaceAll("gzip|raw|ascii", "bzip2"), packed);
      }
      default -> new Parts(good.text(), voxels);
    };
  }

  /** Mutants of the dictionary, its length made right, and of all bytes. */
  static byte[] numpy(SplittableRandom random) {
    Parts good = pick(Seeds.numpy(), random);
    boolean text = random.nextBoolean();
    String header = text ? new TextMutator(random, NUMPY_WORDS).mutant(good.text()) : good.text();
    byte[] file = TestFiles.npy(random.nextInt(1, 4), header, good.voxels());
    return text ? file : new ByteMutator(random).mutant(file, new int[] {6, 7, 8, 8, 10}, file);
  }

  /** Mutants of all bytes, most of them with right checksums. */
  static byte[] hdf5(SplittableRandom random) {
    int seed = random.nextInt(HDF5.size());
    byte[] good = HDF5.get(seed);
    byte[] mutant =
        new ByteMutator(random).mutant(good, ByteMutator.lengths(good), pick(HDF5, random));
    if (random.nextInt(8) > 0) {
      SEALS.get(seed).renew(mutant);
    }
    return mutant;
  }

  /** Mutants of all bytes, most of them of those outside the pixels. */
  static byte[] tiff(SplittableRandom random) {
    List<byte[]> seeds = Seeds.tiff();
    byte[] good = pick(seeds, random);
    return new ByteMutator(random).mutant(good, tiffFields(good), pick(seeds, random));
  }

  static byte[] vtk(SplittableRandom random) {
    List<byte[]> seeds = Seeds.vtk();
    byte[] good = pick(seeds, random);
    int[] digits =
        IntStream.range(0, good.length).filter(at -> good[at] >= '0' && good[at] <= '9').toArray();
    return new ByteMutator(random).mutant(good, digits, pick(seeds, random));
  }

  /** Returns where fields of the directories and the header may be: not in the pixels. */
  private static int[] tiffFields(byte[] good) {
    boolean big = good[0] == 'M';
    ByteBuffer in =
        ByteBuffer.wrap(good).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    // A field has a known tag and a known type.
    return IntStream.range(0, good.length - 12)
        .filter(
            at ->
                in.getShort(at) >= 254
                    && in.getShort(at) <= 339
                    && in.getShort(at + 2) >= 2
                    && in.getShort(at + 2) <= 16)
        .flatMap(at -> IntStream.of(at, at + 2, at + 4, at + 8))
        .toArray();
  }

  /** Mutants of one of two slices, or of both. */
  static List<byte[]> dicom(SplittableRandom random) {
    List<byte[]> good = pick(Seeds.dicom(), random);
    int which = random.nextInt(3);
    return IntStream.range(0, good.size())
        .mapToObj(k -> which == 1 - k ? good.get(k) : dicom(good.get(k), random))
        .toList();
  }

  static byte[] enhancedDicom(SplittableRandom random) {
    return dicom(pick(Seeds.enhancedDicom(), random), random);
  }

  /** Mutants of elements above all: of their types, lengths and values. */
  private static byte[] dicom(byte[] good, SplittableRandom random) {
    int[] elements =
        IntStream.range(0, good.length - 12)
            .filter(at -> ELEMENTS.contains((good[at] & 0xff) | (good[at + 1] & 0xff) << 8))
            .flatMap(at -> IntStream.of(at, at + 2, at + 4, at + 6, at + 8))
            .toArray();
    return new ByteMutator(random)
        .mutant(good, elements, pick(pick(Seeds.dicom(), random), random));
  }

  /** Returns a file, or now and then a mutant of its bytes as they are. */
  static byte[] whole(byte[] file, SplittableRandom random) {
    return random.nextInt(4) > 0 ? file : new ByteMutator(random).mutant(file, new int[0], file);
  }

  private static <T> T pick(List<T> some, SplittableRandom random) {
    return some.get(random.nextInt(some.size()));
  }
}
