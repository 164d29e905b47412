package io.sinotrace.volume.io.vtk;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.vtk.TagReader.Tag;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the XML of an image says (VTK File Formats, section XML).
 *
 * <p>A world point is {@code origin + direction * (spacing * index)}, with the indices of {@code
 * WholeExtent}. The numbers of points are at the indices; those of cells half a spacing further.
 *
 * @param grid where they are
 * @param type how a number is stored
 * @param order its bytes
 * @param coding how the numbers are written
 * @param start where they, or what they are packed in, begin in the file
 * @param end where the text that has them ends
 * @param longHeader whether lengths have 8 bytes; else they have 4
 * @param packed whether the numbers are in blocks packed by zlib
 */
record VtiHeader(
    VoxelGrid grid,
    SampleType type,
    ByteOrder order,
    Coding coding,
    long start,
    long end,
    boolean longHeader,
    boolean packed) {
  private static final String ZLIB = "vtkZLibDataCompressor";
  private static final List<String> TYPES =
      List.of(
          "Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Float32",
          "Float64");

  /** How numbers are written. */
  enum Coding {
    ASCII,
    BASE64,
    RAW
  }

  /** An array, and where what is in its element begins and ends. */
  private record Array(Tag tag, boolean ofCells, long start, long end) {}

  /**
   * Reads it.
   *
   * @throws InputException if it is damaged or not supported
   */
  static VtiHeader read(VolumeFile file) {
    try (TagReader tags = new TagReader(file)) {
      return new Parser(file, tags).parse();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** Goes through the tags of a file. */
  private static final class Parser {
    private final VolumeFile file;
    private final TagReader tags;
    private final List<Array> arrays = new ArrayList<>();
    private @Nullable Tag root;
    private @Nullable Tag image;
    private @Nullable Tag piece;
    private @Nullable Tag appended;

    Parser(VolumeFile file, TagReader tags) {
      this.file = file;
      this.tags = tags;
    }

    VtiHeader parse() throws IOException {
      String section = "";
      for (Tag tag = tags.next(); tag != null && appended == null; tag = tags.next()) {
        switch (tag.name()) {
          case "VTKFile" -> root = once(root, tag);
          case "ImageData" -> image = once(image, tag);
          case "Piece" -> piece = once(piece, tag);
          case "PointData", "CellData" -> section = tag.empty() ? "" : tag.name();
          case "/PointData", "/CellData" -> section = "";
          case "DataArray" -> {
            if (!section.isEmpty()) {
              arrays.add(array(tag, section.equals("CellData")));
            }
          }
          case "AppendedData" -> {
            appended = tag;
          }
          default -> {
            // Other elements have no voxels.
          }
        }
        if (root == null) {
          throw notAnImage();
        }
        if (appended != null) {
          break;
        }
      }
      if (root == null || !root.get("type").equals("ImageData") || image == null || piece == null) {
        throw notAnImage();
      }
      return header(root, image, piece);
    }

    private InputException notAnImage() {
      return file.fault("is no VTK image: expected XML of a VTKFile with one piece of ImageData");
    }

    private Tag once(@Nullable Tag before, Tag tag) {
      if (before != null) {
        throw file.fault("has several elements %s: expected one".formatted(tag.name()));
      }
      return tag;
    }

    private Array array(Tag tag, boolean ofCells) throws IOException {
      if (tag.empty()) {
        return new Array(tag, ofCells, tag.end(), tag.end());
      }
      // What is known of an array comes before its numbers, in elements of its own.
      long start = tag.end();
      for (Tag next = tags.next(); next != null; next = tags.next()) {
        if (next.name().equals("/DataArray")) {
          return new Array(tag, ofCells, start, next.start());
        }
        start = next.end();
      }
      throw file.fault("has an array that does not end: truncated");
    }

    private VtiHeader header(Tag root, Tag image, Tag piece) throws IOException {
      if (arrays.size() != 1) {
        throw file.fault(
            "has %d arrays%s: expected one, of the points or of the cells"
                .formatted(
                    arrays.size(),
                    arrays.stream()
                        .map(array -> array.tag.get("Name"))
                        .collect(Collectors.joining(", ", " (", ")"))
                        .replace(" ()", "")));
      }
      Array array = arrays.get(0);
      if (!List.of("", "1").contains(array.tag.get("NumberOfComponents"))) {
        throw fault(array.tag, "NumberOfComponents", "1: numbers, not vectors");
      }
      if (!TYPES.contains(array.tag.get("type"))) {
        throw fault(array.tag, "type", "one of " + String.join(", ", TYPES));
      }
      boolean big = one(root, "byte_order", "LittleEndian", "BigEndian");
      boolean longHeader = one(root, "header_type", "UInt32", "UInt64");
      boolean packed = one(root, "compressor", "", ZLIB);
      boolean inXml = !array.tag.get("format").equals("appended");
      Coding coding =
          switch (array.tag.get("format")) {
            case "ascii" -> Coding.ASCII;
            case "binary" -> Coding.BASE64;
            case "appended" -> {
              if (appended == null) {
                throw file.fault("has no AppendedData: truncated");
              }
              yield one(appended, "encoding", "base64", "raw") ? Coding.RAW : Coding.BASE64;
            }
            default -> throw fault(array.tag, "format", "ascii, binary or appended");
          };
      return new VtiHeader(
          grid(image, piece, array.ofCells),
          SampleType.valueOf(array.tag.get("type").toUpperCase(Locale.ROOT)),
          big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
          coding,
          inXml ? array.start : appendedAt(array.tag),
          inXml ? array.end : file.length(),
          longHeader,
          packed && coding != Coding.ASCII);
    }

    /** Returns where the data of an array begin behind the XML. */
    private long appendedAt(Tag array) throws IOException {
      long offset;
      try {
        offset = Long.parseLong(array.get("offset"));
      } catch (NumberFormatException e) {
        throw fault(array, "offset", "a whole number");
      }
      long start = tags.skipTo('_');
      if (offset < 0 || offset > file.length() - start) {
        throw fault(array, "offset", "a place within the file");
      }
      return start + offset;
    }

    /** Returns whether an attribute is the second of two values; the first one is the default. */
    private boolean one(Tag tag, String attribute, String first, String second) {
      String value = tag.get(attribute);
      if (!value.isEmpty() && !value.equals(first) && !value.equals(second)) {
        throw fault(
            tag, attribute, first.isEmpty() ? second + " or none" : first + " or " + second);
      }
      return value.equals(second);
    }

    private VoxelGrid grid(Tag image, Tag piece, boolean ofCells) {
      double[] extent = numbers(image, "WholeExtent", 6, "");
      if (!image.get("WholeExtent").strip().equals(piece.get("Extent").strip())) {
        throw fault(piece, "Extent", "all of the image, which is " + image.get("WholeExtent"));
      }
      double[] origin = numbers(image, "Origin", 3, "0 0 0");
      double[] spacing = numbers(image, "Spacing", 3, "1 1 1");
      double[] direction = numbers(image, "Direction", 9, "1 0 0 0 1 0 0 0 1");
      long[] size = new long[3];
      double[] rows = new double[12];
      for (int k = 0; k < 3; k++) {
        double least = extent[2 * k];
        double points = extent[2 * k + 1] - least + 1;
        size[k] = (long) (ofCells ? points - 1 : points);
        if (least != Math.rint(least) || points != Math.rint(points) || size[k] < 1) {
          throw fault(
              image,
              "WholeExtent",
              "the first and the last index along each axis, of at least one voxel");
        }
        double first = least + (ofCells ? 0.5 : 0);
        for (int r = 0; r < 3; r++) {
          rows[4 * r + k] = direction[3 * r + k] * spacing[k];
          rows[4 * r + 3] += rows[4 * r + k] * first;
        }
      }
      for (int r = 0; r < 3; r++) {
        rows[4 * r + 3] += origin[r];
      }
      return file.grid(size[0], size[1], size[2], Affine.ofRows(rows));
    }

    private double[] numbers(Tag tag, String attribute, int count, String otherwise) {
      String text = tag.get(attribute).isEmpty() ? otherwise : tag.get(attribute);
      String[] words = text.strip().split("\\s+", -1);
      double[] numbers = new double[count];
      try {
        for (int k = 0; k < count && words.length == count; k++) {
          numbers[k] = Double.parseDouble(words[k]);
        }
      } catch (NumberFormatException e) {
        numbers[0] = Double.NaN;
      }
      for (double number : numbers) {
        if (words.length != count || !(Math.abs(number) <= 1e12)) {
          throw fault(tag, attribute, count + " numbers");
        }
      }
      return numbers;
    }

    private InputException fault(Tag tag, String attribute, String expected) {
      return file.fault(
          "%s='%s' of its %s: expected %s"
              .formatted(attribute, tag.get(attribute), tag.name(), expected));
    }
  }
}
