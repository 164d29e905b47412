package io.sinotrace.volume.io.dicom;

import java.util.Map;
import java.util.Set;

/** The elements that are read, by the keywords of the standard's data dictionary (PS3.6). */
final class Tag {
  static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002_0002;
  static final int TRANSFER_SYNTAX_UID = 0x0002_0010;
  static final int IMAGE_TYPE = 0x0008_0008;
  static final int SOP_CLASS_UID = 0x0008_0016;
  static final int SOP_INSTANCE_UID = 0x0008_0018;
  static final int MODALITY = 0x0008_0060;
  static final int FRAME_TYPE = 0x0008_9007;
  static final int KVP = 0x0018_0060;
  static final int TRIGGER_TIME = 0x0018_1060;
  static final int CONVOLUTION_KERNEL = 0x0018_1210;
  static final int SERIES_INSTANCE_UID = 0x0020_000e;
  static final int ACQUISITION_NUMBER = 0x0020_0012;
  static final int IMAGE_POSITION_PATIENT = 0x0020_0032;
  static final int IMAGE_ORIENTATION_PATIENT = 0x0020_0037;
  static final int TEMPORAL_POSITION_IDENTIFIER = 0x0020_0100;
  static final int STACK_ID = 0x0020_9056;
  static final int TEMPORAL_POSITION_INDEX = 0x0020_9128;
  static final int FRAME_ACQUISITION_NUMBER = 0x0020_9156;
  static final int NOMINAL_PERCENTAGE_OF_CARDIAC_PHASE = 0x0020_9241;
  static final int NOMINAL_PERCENTAGE_OF_RESPIRATORY_PHASE = 0x0020_9245;
  static final int SAMPLES_PER_PIXEL = 0x0028_0002;
  static final int NUMBER_OF_FRAMES = 0x0028_0008;
  static final int ROWS = 0x0028_0010;
  static final int COLUMNS = 0x0028_0011;
  static final int PIXEL_SPACING = 0x0028_0030;
  static final int BITS_ALLOCATED = 0x0028_0100;
  static final int BITS_STORED = 0x0028_0101;
  static final int HIGH_BIT = 0x0028_0102;
  static final int PIXEL_REPRESENTATION = 0x0028_0103;
  static final int PIXEL_PADDING_VALUE = 0x0028_0120;
  static final int PIXEL_PADDING_RANGE_LIMIT = 0x0028_0121;
  static final int RESCALE_INTERCEPT = 0x0028_1052;
  static final int RESCALE_SLOPE = 0x0028_1053;
  static final int RESCALE_TYPE = 0x0028_1054;

  static final int SHARED_FUNCTIONAL_GROUPS = 0x5200_9229;
  static final int PER_FRAME_FUNCTIONAL_GROUPS = 0x5200_9230;

  /** DetectorShape of DICOM-CT-PD, a private element. */
  static final int DETECTOR_SHAPE = 0x7029_100b;

  static final int FLOAT_PIXEL_DATA = 0x7fe0_0008;
  static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7fe0_0009;
  static final int PIXEL_DATA = 0x7fe0_0010;

  static final int ITEM = 0xfffe_e000;
  static final int ITEM_DELIMITATION = 0xfffe_e00d;
  static final int SEQUENCE_DELIMITATION = 0xfffe_e0dd;

  private static final Map<Integer, String> KEYWORDS =
      Map.ofEntries(
          Map.entry(MEDIA_STORAGE_SOP_CLASS_UID, "MediaStorageSOPClassUID"),
          Map.entry(TRANSFER_SYNTAX_UID, "TransferSyntaxUID"),
          Map.entry(IMAGE_TYPE, "ImageType"),
          Map.entry(SOP_CLASS_UID, "SOPClassUID"),
          Map.entry(SOP_INSTANCE_UID, "SOPInstanceUID"),
          Map.entry(MODALITY, "Modality"),
          Map.entry(FRAME_TYPE, "FrameType"),
          Map.entry(KVP, "KVP"),
          Map.entry(TRIGGER_TIME, "TriggerTime"),
          Map.entry(CONVOLUTION_KERNEL, "ConvolutionKernel"),
          Map.entry(SERIES_INSTANCE_UID, "SeriesInstanceUID"),
          Map.entry(ACQUISITION_NUMBER, "AcquisitionNumber"),
          Map.entry(IMAGE_POSITION_PATIENT, "ImagePositionPatient"),
          Map.entry(IMAGE_ORIENTATION_PATIENT, "ImageOrientationPatient"),
          Map.entry(TEMPORAL_POSITION_IDENTIFIER, "TemporalPositionIdentifier"),
          Map.entry(STACK_ID, "StackID"),
          Map.entry(TEMPORAL_POSITION_INDEX, "TemporalPositionIndex"),
          Map.entry(FRAME_ACQUISITION_NUMBER, "FrameAcquisitionNumber"),
          Map.entry(NOMINAL_PERCENTAGE_OF_CARDIAC_PHASE, "NominalPercentageOfCardiacPhase"),
          Map.entry(NOMINAL_PERCENTAGE_OF_RESPIRATORY_PHASE, "NominalPercentageOfRespiratoryPhase"),
          Map.entry(SAMPLES_PER_PIXEL, "SamplesPerPixel"),
          Map.entry(NUMBER_OF_FRAMES, "NumberOfFrames"),
          Map.entry(ROWS, "Rows"),
          Map.entry(COLUMNS, "Columns"),
          Map.entry(PIXEL_SPACING, "PixelSpacing"),
          Map.entry(BITS_ALLOCATED, "BitsAllocated"),
          Map.entry(BITS_STORED, "BitsStored"),
          Map.entry(HIGH_BIT, "HighBit"),
          Map.entry(PIXEL_REPRESENTATION, "PixelRepresentation"),
          Map.entry(PIXEL_PADDING_VALUE, "PixelPaddingValue"),
          Map.entry(PIXEL_PADDING_RANGE_LIMIT, "PixelPaddingRangeLimit"),
          Map.entry(RESCALE_INTERCEPT, "RescaleIntercept"),
          Map.entry(RESCALE_SLOPE, "RescaleSlope"),
          Map.entry(RESCALE_TYPE, "RescaleType"),
          Map.entry(DETECTOR_SHAPE, "DetectorShape"));

  /** Sequences within the functional groups whose elements are those of a frame. */
  private static final Set<Integer> MACROS =
      Set.of(
          0x0018_9118, // CardiacSynchronizationSequence
          0x0018_9314, // CTReconstructionSequence
          0x0018_9325, // CTXRayDetailsSequence
          0x0018_9329, // CTImageFrameTypeSequence
          0x0020_9111, // FrameContentSequence
          0x0020_9113, // PlanePositionSequence
          0x0020_9116, // PlaneOrientationSequence
          0x0020_9253, // RespiratorySynchronizationSequence
          0x0028_9110, // PixelMeasuresSequence
          0x0028_9145); // PixelValueTransformationSequence

  private Tag() {}

  /** Returns whether the value of an element is kept. */
  static boolean isKept(int tag) {
    return KEYWORDS.containsKey(tag);
  }

  /** Returns whether the elements of a sequence are those of the frame that it belongs to. */
  static boolean isMacro(int tag) {
    return MACROS.contains(tag);
  }

  /** Returns what an element is called; its number if its value is not kept. */
  static String name(int tag) {
    String keyword = KEYWORDS.get(tag);
    return keyword == null ? "element (%04x,%04x)".formatted(tag >>> 16, tag & 0xffff) : keyword;
  }
}
