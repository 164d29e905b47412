package io.sinotrace.volume.io.dicom;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.dicom.DicomHeader.Pixels;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.VolumeFile;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file with slices of CT images.
 *
 * @param file the file
 * @param syntax how it is encoded
 * @param deflatedFrom where its deflated data set begins
 * @param pixels where its pixels are
 * @param frames how many slices it has
 */
record SliceFile(
    VolumeFile file, TransferSyntax syntax, long deflatedFrom, Pixels pixels, int frames) {
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final String ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1";
  private static final String CONVERTED_CT = "1.2.840.10008.5.1.4.1.1.2.2";
  private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
  private static final String DIRECTORY = "1.2.840.10008.1.3.10";

  /** Those that a message may name (PS3.3, section C.7.3.1.1.1): any other text may be a name. */
  private static final Set<String> MODALITIES =
      Set.of(
          "CR",
          "DX",
          "KO",
          "MG",
          "MR",
          "NM",
          "OT",
          "PR",
          "PT",
          "REG",
          "RF",
          "RTDOSE",
          "RTIMAGE",
          "RTPLAN",
          "RTRECORD",
          "RTSTRUCT",
          "SC",
          "SEG",
          "SR",
          "US",
          "XA");

  /** What the detectors of DICOM-CT-PD are. */
  private static final Set<String> DETECTOR_SHAPES = Set.of("CYLINDRICAL", "SPHERICAL", "FLAT");

  /** The most bytes of a slice: those of one array. */
  static final long MAX_BYTES = 1L << 30;

  /** The most bytes that one byte of an RLE segment stands for: two are a run of 128. */
  private static final long MAX_RLE_EXPANSION = 64;

  /** The most bytes that one byte of JPEG stands for: each bit is a pixel of two. */
  private static final long MAX_JPEG_EXPANSION = 16;

  /** What a file is to a volume. */
  enum Kind {
    /** One or several slices. */
    SLICES,
    /** What should be slices, but cannot be read. */
    UNUSABLE,
    /** Another object of DICOM than CT slices. */
    OTHER_OBJECT,
    /** No DICOM at all. */
    OTHER_FORMAT
  }

  /**
   * A file whose header was read.
   *
   * @param series its UID; "" if it has none, or it is not known
   * @param instance the UID of the image; "" if it has none, or it is not known
   * @param slices what it holds; of {@link Kind#SLICES} alone
   * @param reason why there are none; "" if there are
   */
  record Examined(
      VolumeFile file,
      Kind kind,
      String series,
      String instance,
      List<Slice> slices,
      String reason) {
    private static Examined none(
        VolumeFile file, Kind kind, String series, String instance, String reason) {
      return new Examined(file, kind, series, instance, List.of(), reason);
    }
  }

  /** Reads the header of a file. */
  static Examined examine(VolumeFile file) {
    DicomHeader header;
    try {
      header = HeaderParser.parse(file);
    } catch (UnusableException e) {
      return Examined.none(file, Kind.UNUSABLE, "", "", e.reason());
    } catch (InputException e) {
      // It may not be opened, or is gone by now.
      return Examined.none(file, Kind.UNUSABLE, "", "", file.withoutName(e));
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    if (header == null) {
      return Examined.none(file, Kind.OTHER_FORMAT, "", "", "is no DICOM file");
    }
    Attributes common = header.common();
    String series = common.text(Tag.SERIES_INSTANCE_UID);
    String instance = common.text(Tag.SOP_INSTANCE_UID);
    String other = otherThanCt(common);
    if (!other.isEmpty()) {
      return Examined.none(file, Kind.OTHER_OBJECT, series, instance, other);
    }
    try {
      List<Slice> slices = slices(file, header);
      return new Examined(file, Kind.SLICES, series, instance, slices, "");
    } catch (UnusableException e) {
      return Examined.none(file, Kind.UNUSABLE, series, instance, e.reason());
    }
  }

  /** Returns what a file is instead of a CT image; "" if it is one. */
  private static String otherThanCt(Attributes common) {
    String kind =
        common.has(Tag.SOP_CLASS_UID)
            ? common.text(Tag.SOP_CLASS_UID)
            : common.text(Tag.MEDIA_STORAGE_SOP_CLASS_UID);
    String modality = common.text(Tag.MODALITY);
    List<String> type = common.texts(Tag.IMAGE_TYPE);
    if (kind.equals(DIRECTORY)) {
      return "is a DICOMDIR, which is not needed";
    }
    if (kind.startsWith(SECONDARY_CAPTURE)) {
      return "is a secondary capture, no CT image";
    }
    if (!List.of(CT, ENHANCED_CT, CONVERTED_CT).contains(kind)) {
      return MODALITIES.contains(modality)
          ? "is no CT image: its modality is " + modality
          : "is no CT image";
    }
    if (DETECTOR_SHAPES.contains(common.text(Tag.DETECTOR_SHAPE))) {
      return "is a projection (DICOM-CT-PD), which has no slices";
    }
    boolean localizer =
        type.stream().anyMatch(word -> word.toUpperCase(Locale.ROOT).equals("LOCALIZER"));
    return localizer ? "is a localizer, which has no slices" : "";
  }

  private static List<Slice> slices(VolumeFile file, DicomHeader header) {
    Pixels pixels = header.pixels();
    if (pixels == null) {
      throw new UnusableException("has no pixels");
    }
    Attributes common = header.common();
    if (header.syntax() == TransferSyntax.NOT_DECODED) {
      throw TransferSyntax.refusal(common.text(Tag.TRANSFER_SYNTAX_UID));
    }
    if (common.text(Tag.SERIES_INSTANCE_UID).isEmpty()) {
      throw new UnusableException("has no SeriesInstanceUID");
    }
    double claimed =
        common.has(Tag.NUMBER_OF_FRAMES) ? common.decimals(Tag.NUMBER_OF_FRAMES, 1)[0] : 1;
    List<Attributes> frames = header.frames();
    int count = Math.max(1, frames.size());
    if (claimed != count) {
      throw new UnusableException(
          "has another number of frames than there are functional groups (%d)"
              .formatted(frames.size()));
    }
    SliceFile slices = new SliceFile(file, header.syntax(), header.deflatedFrom(), pixels, count);
    List<Slice> all = new ArrayList<>();
    for (Attributes frame : frames.isEmpty() ? List.of(common) : frames) {
      all.add(Slice.of(slices, all.size(), frame.orElse(common)));
    }
    Slice first = all.get(0);
    if (!all.stream().allMatch(slice -> slice.hasSize(first))) {
      throw new UnusableException("has frames of different sizes");
    }
    slices.requirePixels(first);
    return all;
  }

  /**
   * Refuses slices that the file cannot hold, before anything is allocated for them, and pixels
   * that are more than the slices.
   */
  private void requirePixels(Slice slice) {
    if (slice.bytes() < 1 || slice.bytes() > MAX_BYTES) {
      throw new UnusableException("has slices of %d bytes".formatted(slice.bytes()));
    }
    boolean inItems = pixels.length() < 0;
    if (inItems != syntax.isInItems()) {
      throw new UnusableException("is damaged: its pixels are not as its transfer syntax says");
    }
    long all = slice.bytes() * frames;
    long most =
        switch (syntax) {
          case RLE_LOSSLESS -> MAX_RLE_EXPANSION * (file.length() - pixels.start());
          case JPEG_LOSSLESS -> MAX_JPEG_EXPANSION * (file.length() - pixels.start());
          case DEFLATED_LITTLE_ENDIAN ->
              Math.min(pixels.length(), RawImage.MAX_EXPANSION * (file.length() - deflatedFrom));
          default -> Math.min(pixels.length(), file.length() - pixels.start());
        };
    if (all > most) {
      throw new UnusableException(
          "its header claims %d bytes of pixels, more than the file can hold: truncated, or a"
                  .formatted(all)
              + " wrong header");
    }
    if (isExchanged(slice) && pixels.length() % 2 != 0) {
      throw new UnusableException(
          "its PixelData has %d bytes, expected words of 2, as its type is OW"
              .formatted(pixels.length()));
    }
    if (!inItems) {
      PixelPadding.requireShort(this, slice);
    }
  }

  /**
   * Returns whether each two pixels are exchanged: if they are bytes in words (PS3.5, section
   * 8.1.1), the first is the lower byte of its word, which comes second in big endian.
   *
   * @param slice one of the file's, which are all of one size
   */
  boolean isExchanged(Slice slice) {
    return syntax == TransferSyntax.EXPLICIT_BIG_ENDIAN
        && pixels.inWords()
        && slice.form().bytes() == 1;
  }

  /** Returns the order of the bytes of a pixel, once it is unpacked. */
  ByteOrder pixelOrder() {
    // RLE has the highest byte of all pixels first.
    return syntax == TransferSyntax.RLE_LOSSLESS ? ByteOrder.BIG_ENDIAN : syntax.order();
  }
}
