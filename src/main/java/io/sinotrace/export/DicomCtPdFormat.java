package io.sinotrace.export;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * DICOM-CT-PD (Chen et al., Med. Phys. 42, 2015; Moen et al., Med. Phys. 48, 2021, table IV): a
 * folder of DICOM files, one a view, with the geometry in private elements.
 *
 * <p>Its coordinates are left-handed: seen from the patient table x points to the right, y up and z
 * into the gantry, and phi is counted counter-clockwise from the top, x = -rho sin phi, y = rho cos
 * phi. Of a patient who lies head first and supine they are -x, y and z of this program's world, so
 * that phi is 90 degrees minus the angle here. With the detector at the bottom, column 1 is on the
 * left and row 1 the farthest; so columns are in the order of those here, and rows in the opposite
 * one. The middle of the first pixel has the index 1. As in the public data, and against the letter
 * of their manual, the first axis of the stored picture is the detector's columns, and the elements
 * have no types of their own: readers rely on both.
 */
final class DicomCtPdFormat implements ExportFormat {
  private static final String PROGRAM = "DICOM-CT-PD";
  private static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";

  /** The greatest number of two bytes. */
  private static final int MAX_UNSIGNED = 0xffff;

  /** The most bytes of a view: its pixels are put in order in memory. */
  private static final long MAX_BYTES = 1L << 30;

  /** How far a source may be beside the normal through the axis, as a share of its distance. */
  private static final double BESIDE = 1e-6;

  /** How far the number of views in a turn may be from a whole one, as a share of it. */
  private static final double WHOLE = 1e-6;

  @Override
  public String name() {
    return "dicom-ct-pd";
  }

  @Override
  public String about() {
    return "a folder of DICOM-CT-PD files, one a view, with the geometry: scaled uint16";
  }

  @Override
  public List<String> endings() {
    return List.of("");
  }

  @Override
  public Set<PixelType> types() {
    return Set.of(PixelType.UINT16);
  }

  @Override
  public PixelType usualType() {
    return PixelType.UINT16;
  }

  @Override
  public boolean surveys() {
    return true;
  }

  @Override
  public void require(ExportScan scan) {
    axial(scan, flat(scan));
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    FlatViews flat = flat(scan);
    AxialViews axial = axial(scan, flat);
    PixelSurvey survey = Objects.requireNonNull(scan.values().survey(), "survey");
    Rescale rescale = Rescale.over(survey.least(), survey.greatest());
    String series = series(scan, axial, survey);
    int digits = Math.max(4, Integer.toString(scan.views() - 1).length());
    List<ExportPart> parts = new ArrayList<>();
    for (int view = 0; view < scan.views(); view++) {
      PixelBlock pixels =
          new PixelBlock(
              type,
              rescale,
              PixelBlock.Order.COLUMNS_OF_VIEW_DOWNWARDS,
              view,
              1,
              scan.rows(),
              scan.columns());
      DicomFile file = new DicomFile();
      identity(file, scan, series, view);
      picture(file, scan, rescale);
      detector(file, scan, axial);
      pose(file, axial.angles()[view], flat.views().get(view).source().z());
      source(file, scan, axial);
      history(file, scan.values());
      String name = ("view-%0" + digits + "d.dcm").formatted(view);
      byte[] head = file.head(CT_IMAGE_STORAGE, instance(series, view), pixels.bytes());
      parts.add(new ExportPart(name, head, pixels));
    }
    return new Export(
        "uint16 in steps of %s from %s, %d files of %d x %d pixels"
            .formatted(
                rescale.slope(), rescale.intercept(), scan.views(), scan.columns(), scan.rows()),
        parts,
        howTo(files));
  }

  /** Returns the UID of all files together, which is another where anything in them is. */
  private static String series(ExportScan scan, AxialViews axial, PixelSurvey survey) {
    double[] numbers = {
      axial.rise(),
      axial.height(),
      axial.sourceToAxis(),
      axial.sourceToDetector(),
      axial.centralColumn(),
      centralRow(scan, axial),
      scan.columnPitch(),
      scan.rowPitch(),
      scan.values().muWater()
    };
    return DicomFile.uid(
        String.join(
            " ",
            scan.id(),
            scan.values().column(),
            survey.digest(),
            scan.isCurved() ? "curved" : "flat",
            bits(axial.angles()),
            bits(numbers)));
  }

  /** Returns all bits of numbers: decimals are not the same on each JDK. */
  private static String bits(double... numbers) {
    return DoubleStream.of(numbers).mapToObj(Double::toHexString).collect(Collectors.joining(" "));
  }

  /** Returns the views of a scan that the format can describe, unless they are no rotation. */
  private static FlatViews flat(ExportScan scan) {
    if (!scan.values().quantity().isLineIntegral()) {
      throw new InputException(
          "%s has line integrals: expected a column of them, without --transmission"
              .formatted(PROGRAM));
    }
    if (scan.geometry().beam() == Beam.PARALLEL) {
      throw refusal(scan, "its rays are parallel, and those of %s leave a focal spot");
    }
    FlatViews.requireOneSource(scan, PROGRAM);
    if (scan.rows() > MAX_UNSIGNED || scan.columns() > MAX_UNSIGNED) {
      throw refusal(
          scan, "its detector has more than 65535 rows or columns, which %s cannot count");
    }
    if ((long) scan.rows() * scan.columns() > MAX_BYTES / Short.BYTES) {
      throw refusal(scan, "its views have more than 1 GiB each, the most of %s here");
    }
    return FlatViews.slices(scan, PROGRAM)
        .requireOnePixel(scan, PROGRAM)
        .requireFacing(scan, PROGRAM);
  }

  private static AxialViews axial(ExportScan scan, FlatViews flat) {
    AxialViews axial = AxialViews.of(scan, flat.views(), scan.isCurved());
    if (axial == null) {
      throw refusal(
          scan,
          "its views are no rotation about z of a detector whose columns run along z,"
              + " which %s alone describes");
    }
    if (!(Math.abs(axial.sourceAside()) <= BESIDE * axial.sourceToDetector())) {
      throw refusal(scan, "its detector does not face the axis, as that of %s does");
    }
    return axial;
  }

  private static InputException refusal(ExportScan scan, String what) {
    return new InputException("scan %s: ".formatted(scan.id()) + what.formatted(PROGRAM));
  }

  private static String instance(String series, int view) {
    return DicomFile.uid("instance " + view + " of " + series);
  }

  /** Adds what the file is; of a person it says nothing. */
  private static void identity(DicomFile file, ExportScan scan, String series, int view) {
    file.text(0x0008_0008, "DERIVED\\SECONDARY") // ImageType
        .uid(0x0008_0016, CT_IMAGE_STORAGE) // SOPClassUID
        .uid(0x0008_0018, instance(series, view)) // SOPInstanceUID
        .empty(0x0008_0020) // StudyDate
        .empty(0x0008_0030) // StudyTime
        .empty(0x0008_0050) // AccessionNumber
        .text(0x0008_0060, "CT") // Modality
        .text(0x0008_0070, "Sinotrace") // Manufacturer
        .empty(0x0008_0090) // ReferringPhysicianName
        .empty(0x0010_0010) // PatientName
        .empty(0x0010_0020) // PatientID
        .empty(0x0010_0030) // PatientBirthDate
        .empty(0x0010_0040) // PatientSex
        .empty(0x0018_0060) // KVP
        .text(0x0018_5100, "HFS") // PatientPosition
        .uid(0x0020_000d, DicomFile.uid("study of " + series)) // StudyInstanceUID
        .uid(0x0020_000e, series) // SeriesInstanceUID
        .empty(0x0020_0010) // StudyID
        .text(0x0020_0011, "1") // SeriesNumber
        .text(0x0020_0012, "1") // AcquisitionNumber
        .text(0x0020_0013, Integer.toString(view + 1)) // InstanceNumber
        .empty(0x0020_0020) // PatientOrientation
        .uid(0x0020_0052, DicomFile.uid("frame of " + series)) // FrameOfReferenceUID
        .empty(0x0020_1040) // PositionReferenceIndicator
        .text(
            0x0020_4000, // ImageComments
            "simulated, %s of scan %s".formatted(scan.values().column(), scan.id()));
  }

  private static void picture(DicomFile file, ExportScan scan, Rescale rescale) {
    file.unsigned(0x0028_0002, 1) // SamplesPerPixel
        .text(0x0028_0004, "MONOCHROME2") // PhotometricInterpretation
        .unsigned(0x0028_0010, scan.columns()) // Rows
        .unsigned(0x0028_0011, scan.rows()) // Columns
        .unsigned(0x0028_0100, Short.SIZE) // BitsAllocated
        .unsigned(0x0028_0101, Short.SIZE) // BitsStored
        .unsigned(0x0028_0102, Short.SIZE - 1) // HighBit
        .unsigned(0x0028_0103, 0) // PixelRepresentation
        .text(0x0028_1052, rescale.intercept().toString()) // RescaleIntercept
        .text(0x0028_1053, rescale.slope().toString()) // RescaleSlope
        .text(0x0028_1054, "US"); // RescaleType: not specified, no CT numbers
  }

  private static void detector(DicomFile file, ExportScan scan, AxialViews axial) {
    file.text(0x7029_0010, "DetectorSystemArrangementModule")
        .floats(0x7029_1002, scan.columnPitch()) // DetectorElementTransverseSpacing
        .floats(0x7029_1006, scan.rowPitch()) // DetectorElementAxialSpacing
        .text(0x7029_100b, scan.isCurved() ? "CYLINDRICAL" : "FLAT") // DetectorShape
        .unsigned(0x7029_1010, scan.rows()) // NumberofDetectorRows
        .unsigned(0x7029_1011, scan.columns()) // NumberofDetectorColumns
        .text(0x7031_0010, "DetectorDynamicsModule")
        .floats(0x7031_1003, axial.sourceToAxis()) // DetectorFocalCenterRadialDistance
        .floats(0x7031_1031, axial.sourceToDetector()) // ConstantRadialDistance
        .floats( // DetectorCentralElement
            0x7031_1033, axial.centralColumn() + 1, scan.rows() - centralRow(scan, axial));
  }

  /** Returns the index of the row that the source is level with. */
  private static double centralRow(ExportScan scan, AxialViews axial) {
    // The source of a fan is in the plane of its row.
    return scan.geometry().beam() == Beam.FAN ? 0 : axial.centralRow();
  }

  private static void pose(DicomFile file, double angle, double height) {
    double phi = StrictMath.toRadians(Math.IEEEremainder(90 - angle, 360));
    file.floats(0x7031_1001, phi) // DetectorFocalCenterAngularPosition
        .floats(0x7031_1002, height); // DetectorFocalCenterAxialPosition
  }

  private static void source(DicomFile file, ExportScan scan, AxialViews axial) {
    file.text(0x7033_0010, "SourceDynamicsModule")
        .floats(0x7033_100b, 0) // SourceAngularPositionShift
        .floats(0x7033_100c, 0) // SourceAxialPositionShift
        .floats(0x7033_100d, 0) // SourceRadialDistanceShift
        .text(0x7033_100e, "FFSNONE") // FlyingFocalSpotMode
        .unsigned(0x7033_1061, 1) // NumberofSpectra
        .unsigned(0x7033_1063, 1) // SpectrumIndex
        .text(0x7037_0010, "ProjectionDataDefinitions")
        .text(0x7037_1009, axial.rise() == 0 ? "AXIAL" : "HELICAL") // TypeofProjectionData
        .text(0x7037_100a, "FANBEAM"); // TypeofProjectionGeometry: of the third generation
    OptionalInt turn = viewsOfTurn(axial.angles());
    if (turn.isPresent()) {
      file.unsigned(0x7033_1013, turn.getAsInt()); // NumberofSourceAngularSteps
    }
    if (axial.rise() != 0) {
      double height =
          scan.rows() * scan.rowPitch() * axial.sourceToAxis() / axial.sourceToDetector();
      double feed = 2 * Math.PI * Math.abs(axial.rise());
      file.number(0x0018_9311, feed / height); // SpiralPitchFactor
    }
  }

  /** Returns how many views a turn has, if that is a whole number. */
  private static OptionalInt viewsOfTurn(double[] angles) {
    int steps = angles.length - 1;
    double all = 360 * steps / Math.abs(angles[steps] - angles[0]);
    double whole = Math.rint(all);
    boolean even = steps > 0 && Math.abs(all - whole) <= WHOLE * whole && whole <= MAX_UNSIGNED;
    for (int k = 1; k <= steps && even; k++) {
      double step = Math.abs(angles[k] - angles[k - 1]);
      even = Math.abs(step * whole - 360) <= WHOLE * 360;
    }
    return even ? OptionalInt.of((int) whole) : OptionalInt.empty();
  }

  /** Adds what was done to the values: they are shares of what each pixel reads without object. */
  private static void history(DicomFile file, ExportValues values) {
    file.text(0x7039_0010, "PreprocessingFlagsModule")
        .text(0x7039_1003, yes(values.quantity() == Quantity.WATER_CORRECTED)) // BeamHardening...
        .text(0x7039_1004, "NO") // GainCorrectionFlag
        .text(0x7039_1005, "NO") // DarkFieldCorrectionFlag
        .text(0x7039_1006, "YES") // FlatFieldCorrectionFlag
        .text(0x7039_1007, "NO") // BadPixelCorrectionFlag
        .text(0x7039_1008, "NO") // ScatterCorrectionFlag
        .text(0x7039_1009, "YES"); // LogFlag
    if (values.muWater() > 0) {
      file.text(0x7041_0010, "WaterAttenuationModule")
          .text(0x7041_1001, decimal(values.muWater())); // WaterAttenuationCoefficient
    }
  }

  private static String yes(boolean flag) {
    return flag ? "YES" : "NO";
  }

  private static String decimal(double number) {
    return Rescale.rounded(number, RoundingMode.HALF_EVEN).toString();
  }

  private static String howTo(List<String> files) {
    return """

        # Pictures are [column][row], the highest row first; views is [view][row][column], the lowest first.
        # Its coordinates are left-handed: -x, y, z here; phi = 90 degrees - the angle here.
        import glob, numpy, pydicom, struct
        files = [pydicom.dcmread(f) for f in sorted(glob.glob(glob.escape(%s) + "/view-*.dcm"))]
        views = numpy.stack([f.pixel_array.T[::-1] * float(f.RescaleSlope) + float(f.RescaleIntercept) for f in files])
        phi = [struct.unpack("<f", f[0x7031, 0x1001].value)[0] for f in files]  # in radians
        """
        .formatted(PythonText.string(files.get(0)));
  }
}
