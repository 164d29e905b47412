package io.sinotrace.export;

import java.util.List;

/** The formats that there are. */
public final class ExportFormats {
  private static final List<ExportFormat> ALL =
      List.of(
          new AstraFormat(),
          new RtkFormat(),
          new TigreFormat(),
          new LeapFormat(),
          new DxchangeFormat(),
          new TiffFormat(),
          new NiftiFormat(),
          new DicomCtPdFormat());

  private ExportFormats() {}

  /** Returns all, the default first. */
  public static List<ExportFormat> all() {
    return ALL;
  }
}
