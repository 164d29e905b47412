package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.export.Export;
import io.sinotrace.export.ExportFormat;
import io.sinotrace.export.ExportScan;
import io.sinotrace.export.ExportValues;
import io.sinotrace.export.PixelSurvey;
import io.sinotrace.export.PixelType;
import io.sinotrace.export.Quantity;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.StoredGeometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes scans as files of a format, each whole or not at all.
 *
 * @param type of pixels; one that the format can have
 * @param column whose values are written
 * @param transmission whether exp(-x) is written in place of x
 * @param overwrite whether files that exist are replaced
 */
record ScanExporter(
    ExportFormat format,
    PixelType type,
    String column,
    boolean transmission,
    boolean overwrite,
    Configuration conf) {
  /** Where a scan is read from. */
  interface Source {
    Exported read(FinishedScan.Reading<Exported> reading) throws IOException;
  }

  /**
   * A scan that was written.
   *
   * @param id of the scan
   */
  record Exported(String id, Export export) {}

  /**
   * Writes a scan.
   *
   * @param file what a person names: the format's first file, or its folder
   * @param shown the same in messages
   * @throws InputException if the scan cannot be used or expressed, or a file exists
   * @throws IOException if the scan cannot be read or a file not be written
   */
  Exported write(Source source, Path file, String shown) throws IOException {
    return format.isFolder() ? writeFolder(source, file, shown) : writeFiles(source, file, shown);
  }

  private Exported writeFiles(Source source, Path file, String shown) throws IOException {
    List<String> endings = format.endings();
    String name = file.toString();
    String base = name.substring(0, name.length() - endings.get(0).length());
    List<Path> files = endings.stream().map(ending -> Path.of(base + ending)).toList();
    List<OutputFile> outputs = new ArrayList<>();
    try {
      for (Path one : files) {
        outputs.add(new OutputFile(one, one.equals(file) ? shown : one.toString(), overwrite));
      }
      List<Path> temporary = outputs.stream().map(OutputFile::temporary).toList();
      Exported exported =
          source.read(
              scan -> {
                Export export = export(scan, files);
                ExportWriter.write(scan, column, transmission, export, temporary, files);
                return new Exported(scan.id(), export);
              });
      // The one that a person named comes last.
      for (int k = outputs.size() - 1; k >= 0; k--) {
        outputs.get(k).publish();
      }
      return exported;
    } finally {
      for (OutputFile output : outputs) {
        output.close();
      }
    }
  }

  private Exported writeFolder(Source source, Path folder, String shown) throws IOException {
    try (OutputFolder output = new OutputFolder(folder, shown)) {
      Exported exported =
          source.read(
              scan -> {
                // A scan that is replaced meanwhile is read anew, and may have fewer views.
                output.clear();
                Export export = export(scan, List.of(folder));
                ExportWriter.write(
                    scan,
                    column,
                    transmission,
                    export,
                    inside(output.temporary(), export),
                    inside(folder, export));
                return new Exported(scan.id(), export);
              });
      output.publish();
      return exported;
    }
  }

  private static List<Path> inside(Path folder, Export export) {
    return export.parts().stream().map(part -> folder.resolve(part.name())).toList();
  }

  /** Translates a scan, with its poses as they are stored. */
  private Export export(FinishedScan scan, List<Path> files) throws IOException {
    List<String> columns = scan.manifest().columns();
    if (!columns.contains(column)) {
      throw new InputException(
          "scan %s has no column %s: expected --column %s"
              .formatted(scan.id(), column, Messages.anyOf(columns)));
    }
    Geometry described = StoredGeometry.of(scan, conf);
    ExportScan told =
        new ExportScan(
            scan.id(),
            new Geometry(described.beam(), described.detector(), scan.poses()),
            StoredGeometry.isSliced(scan.manifest(), conf),
            StoredGeometry.grid(scan.manifest()),
            new ExportValues(column, quantity(), muWater(scan.manifest()), null));
    if (format.surveys()) {
      format.require(told);
      told = told.withSurvey(survey(scan));
    }
    return format.export(told, type, files.stream().map(Path::toString).toList());
  }

  private Quantity quantity() {
    ValueColumn values = new ValueColumn(column);
    if (transmission) {
      return Quantity.TRANSMISSION;
    }
    if (values.equals(ValueColumn.LINE_INTEGRAL)) {
      return Quantity.LINE_INTEGRAL;
    }
    if (values.isWaterCorrected()) {
      return Quantity.WATER_CORRECTED;
    }
    return values.isLineIntegral() ? Quantity.LOGARITHM : Quantity.OTHER;
  }

  /** Returns mu of water in the pixels, in 1/mm; 0 where they or their manifest do not tell. */
  private double muWater(ScanManifest manifest) {
    return quantity() == Quantity.LINE_INTEGRAL
        ? manifest.description().path("volume").path("mu-water").asDouble(0)
        : 0;
  }

  private PixelSurvey survey(FinishedScan scan) throws IOException {
    PixelSurvey.Builder survey = new PixelSurvey.Builder();
    try {
      scan.forEachRow(List.of(new ValueColumn(column)), survey::accept);
    } catch (InputException e) {
      throw new InputException("scan %s: %s".formatted(scan.id(), e.getMessage()), e);
    }
    return survey.build();
  }
}
