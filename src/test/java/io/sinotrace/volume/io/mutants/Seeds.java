package io.sinotrace.volume.io.mutants;

import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.TestFiles.Nifti;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The good files, of few voxels each, that mutants are made of. */
final class Seeds {
  private static final byte[] BYTES = bytes(60);
  private static final byte[] SHORTS =
      TestFiles.shorts(ByteOrder.LITTLE_ENDIAN, IntStream.range(-30, 30).toArray());
  private static final byte[] BIG_FLOATS =
      TestFiles.floats(ByteOrder.BIG_ENDIAN, 0, 1.5f, -2, 3, 4, 5, 6, 7);

  private static final List<byte[]> TIFF =
      Stream.of(
              "i2-big",
              "u1-packbits",
              "bigtiff",
              "f4-predicted-zlib-little",
              "u4-predicted-lzw-big",
              "strips-packed",
              "tiles-packed",
              "imagej-one-directory",
              "imagej-micron")
          .map(name -> golden("tifffile/" + name + ".tif"))
          .toList();

  private static final List<byte[]> VTK =
      Stream.of(
              "ascii-f4",
              "base64-zlib-64-big",
              "cells",
              "inline-plain-64",
              "inline-zlib",
              "many-blocks",
              "raw-plain",
              "raw-zlib")
          .map(name -> golden("vtk/" + name + ".vti"))
          .toList();

  private Seeds() {}

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      int start = all.length;
      all = Arrays.copyOf(all, start + part.length);
      System.arraycopy(part, 0, all, start, part.length);
    }
    return all;
  }

  /** Returns NIfTI-1 files of either byte order, several types and all sources of the affine. */
  static List<byte[]> nifti() {
    return List.of(
        join(
            new Nifti(ByteOrder.LITTLE_ENDIAN, 4, 5, 4, 3).qform(0.5, 0, 0, 1, 2, 3).bytes(),
            SHORTS),
        join(
            new Nifti(ByteOrder.BIG_ENDIAN, 16, 2, 2, 2)
                .sform(-2, 0, 0, 9, 0, 2, 0, 8, 0, 0, 3, 7)
                .scaling(0.5, -1)
                .bytes(),
            BIG_FLOATS),
        join(new Nifti(ByteOrder.LITTLE_ENDIAN, 2, 5, 4, 3, 1, 1).units(2).bytes(), BYTES),
        join(nifti2(), SHORTS));
  }

  /** Returns the header of a NIfTI-2 file of 5 x 4 x 3 shorts, with an sform and a slope. */
  private static byte[] nifti2() {
    ByteBuffer header = ByteBuffer.allocate(544).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 540).put(4, TestFiles.ascii("n+2\0\r\n\032\n")).putShort(12, (short) 4);
    long[] dim = {3, 5, 4, 3};
    double[] rows = {-2, 0, 0, 9, 0, 2, 0, 8, 0, 0, 3, 7};
    for (int k = 0; k < dim.length; k++) {
      header.putLong(16 + 8 * k, dim[k]).putDouble(104 + 8 * k, 1);
    }
    for (int k = 0; k < rows.length; k++) {
      header.putDouble(400 + 8 * k, rows[k]);
    }
    header.putLong(168, 544).putDouble(176, 0.5).putInt(348, 1).putInt(500, 2);
    return header.array();
  }

  /** A text header and the voxels it describes. */
  @SuppressWarnings("ArrayRecordComponent") // a pair to pass on
  record Parts(String text, byte[] voxels) {
    byte[] header() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] whole() {
      return join(header(), voxels);
    }
  }

  /** Returns MetaImages whose voxels follow the header, or are to be in another file. */
  static List<Parts> metaImage(String dataFile) {
    String packed =
        """
        ObjectType = Image
        NDims = 3
        BinaryData = True
        CompressedData = True
        TransformMatrix = 1 0 0 0 1 0 0 0 1
        Offset = 1 2 3
        AnatomicalOrientation = RAI
        ElementSpacing = 1 1 1.5
        DimSize = 5 4 3
        HeaderSize = 0
        ElementType = MET_UCHAR
        ElementDataFile = %s
        """;
    String plain =
        """
        NDims = 4
        DimSize = 2 2 2 1
        BinaryDataByteOrderMSB = True
        ElementSpacing = 1 2 3 1
        ElementNumberOfChannels = 1
        ElementType = MET_FLOAT
        HeaderSize = -1
        ElementDataFile = %s
        """;
    return List.of(
        new Parts(packed.formatted(dataFile), TestFiles.zlib(BYTES)),
        new Parts(plain.formatted(dataFile), BIG_FLOATS));
  }

  /** Returns NRRD files whose voxels follow the header, or are to be in another file. */
  static List<Parts> nrrd(String dataFile) {
    String packed =
        """
        NRRD0004
        # made by hand
        type: uchar
        dimension: 4
        space: left-posterior-superior
        sizes: 1 5 4 3
        space directions: none (1,0,0) (0,1,0.5) (0,0,1.5)
        kinds: list domain domain domain
        space units: "mm" "cm" "mm"
        space origin: (1,2,3)
        byte skip: 0
        encoding: gzip
        %skey:=value

        """;
    String plain =
        """
        NRRD0001
        type: float
        dimension: 3
        sizes: 2 2 2
        spacings: 1 2 3
        axis mins: 1 2 3
        centers: cell cell cell
        endian: big
        encoding: raw
        %s
        """;
    String text = "NRRD0001\ntype: short\ndimension: 3\nsizes: 2 2 1\nspacings: 1 2 3\n%s";
    return List.of(
        new Parts(packed.formatted(dataFile), TestFiles.gzip(BYTES)),
        new Parts(plain.formatted(dataFile), BIG_FLOATS),
        new Parts(
            text.formatted("encoding: ascii\n" + dataFile + "\n"),
            TestFiles.ascii("0 -1 +2e1 3\n")));
  }

  /** Returns the dictionaries of .npy files in both orders of the axes, and their numbers. */
  static List<Parts> numpy() {
    String dictionary = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }";
    return List.of(
        new Parts(dictionary.formatted("|u1", "False", "(3, 4, 5)"), BYTES),
        new Parts(dictionary.formatted(">f4", "True", "(2, 2, 2, 1)"), BIG_FLOATS),
        new Parts(dictionary.formatted("<i2", "False", "(3, 4, 5)"), SHORTS));
  }

  /** Returns TIFF files that tifffile wrote: of all packings, byte orders and kinds of blocks. */
  static List<byte[]> tiff() {
    return TIFF;
  }

  /** Returns images that VTK wrote. */
  static List<byte[]> vtk() {
    return VTK;
  }

  private static byte[] golden(String name) {
    try (InputStream in =
        Objects.requireNonNull(Seeds.class.getResourceAsStream("../golden/" + name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns HDF5 files of old and new structures; the volume of each is /scans/ct. */
  static List<byte[]> hdf5() {
    List<byte[]> files = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(Seeds.class.getResourceAsStream("hdf5-seeds.zip"));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.add(zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Returns two slices of each of several series that other programs wrote. */
  static List<List<byte[]>> dicom() {
    return Stream.of(
            "nested",
            "big-endian",
            "deflated",
            "implicit",
            "bare",
            "rle-dcmtk",
            "jpeg-sv1",
            "jpeg-restarts-4")
        .map(series -> List.of(golden("dicom/" + series + "/b"), golden("dicom/" + series + "/c")))
        .toList();
  }

  /** Returns a file with all slices of a series. */
  static List<byte[]> enhancedDicom() {
    return Stream.of("enhanced", "phases", "phases-fragments")
        .map(series -> golden("dicom/" + series + "/all"))
        .toList();
  }
}
