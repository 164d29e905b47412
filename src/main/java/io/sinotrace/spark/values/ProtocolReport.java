package io.sinotrace.spark.values;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.View;
import io.sinotrace.physics.beam.BeamReport;
import io.sinotrace.physics.beam.Exposure;
import io.sinotrace.physics.beam.InverseSquare;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.detector.DetectorResponse.Kind;
import io.sinotrace.physics.protocol.Dose;
import io.sinotrace.physics.protocol.PixelBeam;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.physics.protocol.Protocol.QuantumModel;
import io.sinotrace.physics.protocol.ProtocolValues;
import io.sinotrace.spark.values.DerivedColumns.Place;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a protocol comes to in a scan, in words.
 *
 * @param name of the protocol
 * @param lines about its beam, its dose and how its spectrum was condensed
 */
public record ProtocolReport(String name, List<String> lines) {
  /** Reports on all protocols of a scan. */
  public static List<ProtocolReport> of(ValueColumns columns, Geometry geometry) {
    return columns.derived().stream()
        .filter(ProtocolColumns.class::isInstance)
        .map(protocol -> of(((ProtocolColumns) protocol).values(), geometry))
        .toList();
  }

  private static ProtocolReport of(ProtocolValues values, Geometry geometry) {
    List<String> lines = new ArrayList<>();
    Protocol protocol = values.protocol();
    Spectrum spectrum = values.spectrum();
    View view = geometry.views().get(0);
    boolean source = geometry.beam() != Beam.PARALLEL;
    // From the axis, if the source turns about it.
    double radius = Math.hypot(view.source().x(), view.source().y());
    double isocenter = !source ? InverseSquare.METRE : radius > 0 ? radius : view.source().norm();
    Dose dose = protocol.dose();
    boolean atTube = dose != null && dose.unit() != Dose.Unit.QUANTA_PER_PIXEL;
    ScanBeam beam = ScanBeam.of(geometry);
    PixelQuanta.check(protocol, beam);
    Exposure exposure = dose == null ? Exposure.ONE : dose.perView(beam.viewsPerTurn());
    BeamReport report = BeamReport.of(spectrum, exposure, beam.views(), isocenter);
    lines.addAll(report.quality());
    if (atTube) {
      lines.add(report.dose());
    }
    if (protocol.beam().heel() != null) {
      lines.add(takeOff(values, beam, view));
    }
    if (dose != null) {
      int columns = beam.detector().columns();
      PixelBeam pixels =
          new PixelQuanta(protocol, beam, columns)
              .row(new Place(0, beam.detector().rows() / 2, view));
      double quanta = pixels.quanta()[columns / 2] * spectrum.total();
      lines.add(
          line(
              "%.4g quanta at the middle pixel of the first view, without object%s%s",
              quanta,
              protocol.bowtie() == null ? "" : " and bowtie",
              quanta < 1 ? ": less than one" : ""));
      if (protocol.response().kind() == Kind.INTEGRATING
          && protocol.quantumNoise() == QuantumModel.MATCHED) {
        lines.add(
            line(
                "matched noise differs from compound noise by up to %.1g in its distribution there",
                values.noiseDistance(pixels.quanta()[columns / 2])));
      }
      double read = values.signalOfAir(pixels.quanta()[columns / 2]);
      if (read > protocol.electronics().greatest()) {
        lines.add(
            line(
                "of them the detector would read %.4g, and reads %.4g at most: it is saturated",
                read, protocol.electronics().greatest()));
      }
    }
    lines.add(
        line(
            "%d of %d energies are summed, which changes mean and variance by up to %.1g",
            values.energies(), values.spectrum().size(), values.error()));
    return new ProtocolReport(protocol.name(), lines);
  }

  /** Returns which angles the rays to the corners of the detector have. */
  private static String takeOff(ProtocolValues values, ScanBeam beam, View view) {
    int columns = beam.detector().columns();
    PixelQuanta quanta = new PixelQuanta(values.protocol(), beam, columns);
    DoubleSummaryStatistics degrees = new DoubleSummaryStatistics();
    for (int row : new int[] {0, beam.detector().rows() - 1}) {
      double[] ofRow = Objects.requireNonNull(quanta.row(new Place(0, row, view)).takeOff());
      degrees.accept(ofRow[0]);
      degrees.accept(ofRow[columns - 1]);
    }
    values.checkTakeOff(degrees.getMin());
    values.checkTakeOff(degrees.getMax());
    return line(
        "heel effect: rays to the corners leave the anode at %.3g to %.3g degrees",
        degrees.getMin(), degrees.getMax());
  }

  private static String line(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
