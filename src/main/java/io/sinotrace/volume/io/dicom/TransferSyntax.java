package io.sinotrace.volume.io.dicom;

import java.nio.ByteOrder;
import java.util.Map;

/** How a file's elements and pixels are encoded (PS3.5, sections 8 and 10, annex A). */
enum TransferSyntax {
  IMPLICIT_LITTLE_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  DEFLATED_LITTLE_ENDIAN,
  EXPLICIT_BIG_ENDIAN,
  RLE_LOSSLESS,
  /** By any predictor. */
  JPEG_LOSSLESS,
  /** One whose elements can be read, as those of all compressed ones, but not its pixels. */
  NOT_DECODED;

  private static final String JPEG = "dcmdjpeg or gdcmconv --raw";
  private static final String JPEG_LS = "dcmdjpls or gdcmconv --raw";
  private static final String OTHERS = "gdcmconv --raw";

  /** Those that are not decoded, and what decodes them. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          refused("4.50", "JPEG Baseline", JPEG),
          refused("4.51", "JPEG Extended", JPEG),
          refused("4.53", "JPEG Spectral Selection", JPEG),
          refused("4.55", "JPEG Full Progression", JPEG),
          refused("4.80", "JPEG-LS Lossless", JPEG_LS),
          refused("4.81", "JPEG-LS Near-Lossless", JPEG_LS),
          refused("4.90", "JPEG 2000 Lossless", OTHERS),
          refused("4.91", "JPEG 2000", OTHERS));

  private static Map.Entry<String, String> refused(String end, String name, String tools) {
    return Map.entry(
        "1.2.840.10008.1.2." + end,
        "is compressed as %s, which is not decoded here: unpack it first, by %s"
            .formatted(name, tools));
  }

  /** Returns a syntax by its UID. */
  static TransferSyntax of(String uid) {
    return switch (uid) {
      case "1.2.840.10008.1.2" -> IMPLICIT_LITTLE_ENDIAN;
      case "1.2.840.10008.1.2.1" -> EXPLICIT_LITTLE_ENDIAN;
      case "1.2.840.10008.1.2.1.99" -> DEFLATED_LITTLE_ENDIAN;
      case "1.2.840.10008.1.2.2" -> EXPLICIT_BIG_ENDIAN;
      case "1.2.840.10008.1.2.5" -> RLE_LOSSLESS;
      case "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70" -> JPEG_LOSSLESS;
      default -> NOT_DECODED;
    };
  }

  /**
   * Returns the fault of a file whose pixels are not decoded.
   *
   * @param uid of its syntax
   */
  static UnusableException refusal(String uid) {
    return new UnusableException(
        REFUSED.getOrDefault(
            uid,
            "has an unknown transfer syntax: expected an uncompressed one, deflated, RLE or JPEG"
                + " Lossless; gdcmconv --raw unpacks others"));
  }

  /** Returns whether elements have no types of their own. */
  boolean isImplicit() {
    return this == IMPLICIT_LITTLE_ENDIAN;
  }

  /** Returns whether pixels are in items. */
  boolean isInItems() {
    return this == RLE_LOSSLESS || this == JPEG_LOSSLESS;
  }

  /** Returns the byte order of elements and pixels. */
  ByteOrder order() {
    return this == EXPLICIT_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
