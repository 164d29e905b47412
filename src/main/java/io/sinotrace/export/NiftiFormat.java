package io.sinotrace.export;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.nifti.NiftiWriter;
import java.util.List;

/**
 * The views as planes of a NIfTI-1 volume, whose axes are column, row (the lowest first) and view.
 */
final class NiftiFormat implements ExportFormat {
  private static final String ENDING = ".nii";

  @Override
  public String name() {
    return "nifti";
  }

  @Override
  public String about() {
    return "NIfTI-1 [view][row][column], a plane a view; no geometry";
  }

  @Override
  public List<String> endings() {
    return List.of(ENDING);
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    int longest = Math.max(scan.views(), Math.max(scan.rows(), scan.columns()));
    if (longest > Short.MAX_VALUE) {
      throw new InputException(
          "scan %s has %d views of %d x %d pixels: NIfTI-1 holds at most 32767 along an axis"
              .formatted(scan.id(), scan.views(), scan.columns(), scan.rows()));
    }
    VoxelGrid grid =
        VoxelGrid.centred(
            scan.columns(),
            scan.rows(),
            scan.views(),
            new Vec3(scan.columnPitch(), scan.rowPitch(), 1));
    byte[] head =
        NiftiWriter.header(
            grid,
            scan.values().quantity() == Quantity.TRANSMISSION
                ? "transmission"
                : "projections, a plane a view");
    String howTo =
        """

        # Columns and rows in mm on the detector, from its middle; the third axis counts views.
        import nibabel
        projections = nibabel.load(%s).get_fdata()  # [column][row][view]
        """
            .formatted(PythonText.string(files.get(0)));
    return new Export(
        "float32 [view][row][column] = [%d][%d][%d]"
            .formatted(scan.views(), scan.rows(), scan.columns()),
        List.of(
            new ExportPart(ENDING, head, PixelBlock.of(scan, type, PixelBlock.Order.ROWS_OF_VIEW))),
        howTo);
  }
}
