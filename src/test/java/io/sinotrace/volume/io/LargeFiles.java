package io.sinotrace.volume.io;

import io.sinotrace.volume.io.dicom.DicomSlice;
import io.sinotrace.volume.io.tiff.TiffFiles;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * Writes files of many slices of 1024 x 1024 int16, which have the number of the slice, modulo 256,
 * in every voxel; but in some of the first rows half of it, lest they pack so well that no image
 * would.
 */
final class LargeFiles {
  /** Voxels along x, and along y. */
  static final int SIZE = 1024;

  private static final int SLICE_BYTES = SIZE * SIZE * Short.BYTES;

  private final Path folder;
  private final int slices;

  LargeFiles(Path folder, int slices) {
    this.folder = folder;
    this.slices = slices;
  }

  /** What is written into a file. */
  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private String file(String name, Content content) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      content.write(out);
    }
    return file.toString();
  }

  private static byte[] slice(int z) {
    byte[] slice = new byte[SLICE_BYTES];
    SplittableRandom random = new SplittableRandom(z);
    for (int k = 0; k < slice.length; k += Short.BYTES) {
      boolean half = k < slice.length / 16 && random.nextBoolean();
      slice[k] = (byte) (half ? (z & 0xff) / 2 : z);
    }
    return slice;
  }

  private void writeSlices(OutputStream out) throws IOException {
    for (int z = 0; z < slices; z++) {
      out.write(slice(z));
    }
    out.close();
  }

  String nifti() throws IOException {
    return file(
        "plain.nii",
        out -> {
          out.write(niftiHeader());
          writeSlices(out);
        });
  }

  String packedNifti() throws IOException {
    return file(
        "packed.nii.gz",
        out -> {
          OutputStream packed = new GZIPOutputStream(out);
          packed.write(niftiHeader());
          writeSlices(packed);
        });
  }

  private byte[] niftiHeader() {
    return new TestFiles.Nifti(ByteOrder.LITTLE_ENDIAN, 4, SIZE, SIZE, slices).bytes();
  }

  String npy() throws IOException {
    return file(
        "array.npy",
        out -> {
          String shape = "(%d, %d, %d)".formatted(slices, SIZE, SIZE);
          out.write(TestFiles.npy(1, "<i2", false, shape, new byte[0]));
          writeSlices(out);
        });
  }

  /** Writes a NRRD of an encoding: raw, gzip or bzip2. */
  String nrrd(String encoding) throws IOException {
    String header =
        """
        NRRD0004
        type: int16
        dimension: 3
        sizes: %d %d %d
        spacings: 1 1 1
        endian: little
        encoding: %s

        """
            .formatted(SIZE, SIZE, slices, encoding);
    return file(
        encoding + ".nrrd",
        out -> {
          out.write(TestFiles.ascii(header));
          writeSlices(
              switch (encoding) {
                case "gzip" -> new GZIPOutputStream(out);
                case "bzip2" -> new BZip2CompressorOutputStream(out);
                default -> out;
              });
        });
  }

  String metaImage(boolean packed) throws IOException {
    String header =
        """
        ObjectType = Image
        NDims = 3
        DimSize = %d %d %d
        ElementSpacing = 1 1 1
        CompressedData = %s
        ElementByteOrderMSB = False
        ElementType = MET_SHORT
        ElementDataFile = LOCAL
        """
            .formatted(SIZE, SIZE, slices, packed ? "True" : "False");
    return file(
        packed ? "packed.mha" : "plain.mha",
        out -> {
          out.write(TestFiles.ascii(header));
          writeSlices(packed ? new DeflaterOutputStream(out) : out);
        });
  }

  /** Writes a VTK image whose numbers are in the XML, in Base64. */
  String vtiInXml() throws IOException {
    return file(
        "xml.vti",
        out -> {
          out.write(TestFiles.ascii(vti("", "format='binary'>")));
          OutputStream text = Base64.getEncoder().wrap(new Open(out));
          text.write(longs(List.of((long) slices * SLICE_BYTES)));
          writeSlices(text);
          out.write(TestFiles.ascii("\n</DataArray></PointData></Piece></ImageData></VTKFile>\n"));
        });
  }

  /** Writes a VTK image whose numbers are behind the XML as they are. */
  String vtiBehindXml() throws IOException {
    return file(
        "behind.vti",
        out -> {
          out.write(TestFiles.ascii(vti("", "format='appended' offset='0'/>") + behind("raw")));
          out.write(longs(List.of((long) slices * SLICE_BYTES)));
          writeSlices(out);
        });
  }

  /** Writes a VTK image whose numbers are behind the XML, packed, in Base64. */
  String packedVti() throws IOException {
    int size = 1 << 15;
    List<byte[]> blocks = new ArrayList<>();
    List<Long> sizes =
        new ArrayList<>(List.of((long) slices * (SLICE_BYTES / size), (long) size, 0L));
    for (int z = 0; z < slices; z++) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      try (OutputStream packed = new DeflaterOutputStream(block)) {
        packed.write(slice(z), 0, size);
      }
      blocks.add(block.toByteArray());
      for (int k = 0; k < SLICE_BYTES / size; k++) {
        sizes.add((long) block.size());
      }
    }
    String compressor = "compressor='vtkZLibDataCompressor'";
    return file(
        "packed.vti",
        out -> {
          out.write(
              TestFiles.ascii(
                  vti(compressor, "format='appended' offset='0'/>") + behind("base64")));
          try (OutputStream text = Base64.getEncoder().wrap(new Open(out))) {
            text.write(longs(sizes));
          }
          try (OutputStream text = Base64.getEncoder().wrap(new Open(out))) {
            for (byte[] block : blocks) {
              for (int k = 0; k < SLICE_BYTES / size; k++) {
                text.write(block);
              }
            }
          }
        });
  }

  private String vti(String more, String array) {
    return """
        <VTKFile type='ImageData' version='1.0' byte_order='LittleEndian' header_type='UInt64' %s>
        <ImageData WholeExtent='%2$s' Origin='0 0 0' Spacing='1 1 1'><Piece Extent='%2$s'>
        <PointData><DataArray type='Int16' Name='ct' %3$s\
        """
        .formatted(more, "0 %1$d 0 %1$d 0 %2$d".formatted(SIZE - 1, slices - 1), array);
  }

  private static String behind(String encoding) {
    return "</PointData></Piece></ImageData>\n<AppendedData encoding='%s'>\n_".formatted(encoding);
  }

  private static byte[] longs(List<Long> numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(bytes::putLong);
    return bytes.array();
  }

  /** Writes a TIFF of many pages. */
  String tiff() throws IOException {
    int fields = 8;
    int directory = 2 + 12 * fields + 4;
    return file(
        "pages-%d.tif".formatted(slices),
        out -> {
          int first = 8 + slices * SLICE_BYTES;
          out.write(
              ByteBuffer.allocate(8)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .put((byte) 'I')
                  .put((byte) 'I')
                  .putShort((short) 42)
                  .putInt(first)
                  .array());
          for (int z = 0; z < slices; z++) {
            out.write(slice(z));
          }
          for (int z = 0; z < slices; z++) {
            ByteBuffer page = ByteBuffer.allocate(directory).order(ByteOrder.LITTLE_ENDIAN);
            page.putShort((short) fields);
            // Width, height, bits, packing, which grey is black, place, rows and bytes of a strip.
            int[] numbers = {
              256,
              SIZE,
              257,
              SIZE,
              258,
              16,
              259,
              1,
              262,
              1,
              273,
              8 + z * SLICE_BYTES,
              278,
              SIZE,
              279,
              SLICE_BYTES
            };
            for (int k = 0; k < numbers.length; k += 2) {
              page.putShort((short) numbers[k])
                  .putShort((short) 4)
                  .putInt(1)
                  .putInt(numbers[k + 1]);
            }
            page.putInt(z + 1 < slices ? first + (z + 1) * directory : 0);
            out.write(page.array());
          }
        });
  }

  /** Writes a folder of TIFF files of one page each. */
  String tiffs() throws IOException {
    Path stack = Files.createDirectory(folder.resolve("tiffs"));
    for (int z = 0; z < slices; z++) {
      Files.write(
          stack.resolve("slice-%04d.tif".formatted(z)),
          TiffFiles.page(SIZE, SIZE, slice(z), Map.of(258, 16)));
    }
    return stack.toString();
  }

  /** Writes a folder of a DICOM series. */
  String dicom() throws IOException {
    Path series = Files.createDirectory(folder.resolve("series"));
    for (int z = 0; z < slices; z++) {
      DicomSlice slice =
          new DicomSlice("1.2.3", z)
              .number(0x0028_0010, SIZE)
              .number(0x0028_0011, SIZE)
              .text(0x0028_1052, "DS", "0")
              .bytes(0x7fe0_0010, "OW", slice(z));
      Files.write(series.resolve("slice-%04d.dcm".formatted(z)), slice.bytes());
    }
    return series.toString();
  }

  /** A stream that stays open when what writes into it is closed. */
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
