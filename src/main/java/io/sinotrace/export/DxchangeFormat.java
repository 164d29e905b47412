package io.sinotrace.export;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.volume.io.hdf5.Hdf5Head;
import io.sinotrace.volume.io.hdf5.Hdf5Head.Dataset;
import io.sinotrace.volume.io.hdf5.Hdf5Head.Group;
import io.sinotrace.volume.io.hdf5.Hdf5Head.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Data Exchange (De Carlo et al., Scientific data exchange: a schema for HDF5-based storage of raw
 * and analyzed data, J. Synchrotron Rad. 21, 2014; its part on X-ray tomography), which DXchange
 * reads for TomoPy: of parallel beams about an axis, intensities, and those of the open beam and of
 * none, which are 1 and 0.
 */
final class DxchangeFormat implements ExportFormat {
  private static final String PROGRAM = "DXchange";
  private static final String ENDING = ".h5";

  @Override
  public String name() {
    return "dxchange";
  }

  @Override
  public String about() {
    return "DXchange HDF5 [theta][y][x]; parallel beams about z, with --transmission";
  }

  @Override
  public List<String> endings() {
    return List.of(ENDING);
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    if (scan.geometry().beam() != Beam.PARALLEL) {
      throw new InputException(
          "scan %s is of a divergent beam: %s describes parallel ones only"
              .formatted(scan.id(), PROGRAM));
    }
    if (scan.values().quantity() != Quantity.TRANSMISSION) {
      throw new InputException(
          "%s has intensities, as shares of the open beam: expected --transmission"
              .formatted(PROGRAM));
    }
    FlatViews flat =
        FlatViews.of(scan, PROGRAM).requireOnePixel(scan, PROGRAM).requireFacing(scan, PROGRAM);
    AxialViews axial = AxialViews.of(scan, flat.views(), false);
    if (axial == null) {
      throw new InputException(
          "scan %s is no rotation about z of a detector whose columns run along z, all that %s describes"
              .formatted(scan.id(), PROGRAM));
    }
    Map<String, Node> exchange = new LinkedHashMap<>();
    exchange.put("theta", Dataset.of(axial.angles(), Map.of("units", "deg")));
    exchange.put("y", places(scan.rows(), scan.rowPitch(), axial.centralRow()));
    exchange.put("x", places(scan.columns(), scan.columnPitch(), axial.centralColumn()));
    exchange.put("data_white", Dataset.everywhere(1, 1, scan.rows(), scan.columns()));
    exchange.put("data_dark", Dataset.everywhere(0, 1, scan.rows(), scan.columns()));
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("axes", "theta:y:x");
    attributes.put("description", "transmission");
    exchange.put("data", Dataset.following(attributes, scan.views(), scan.rows(), scan.columns()));
    Map<String, Node> root = new LinkedHashMap<>();
    root.put("implements", Dataset.of("exchange"));
    root.put("exchange", new Group(exchange));
    return new Export(
        "float32 [theta][y][x] = [%d][%d][%d]".formatted(scan.views(), scan.rows(), scan.columns()),
        List.of(
            new ExportPart(
                ENDING,
                Hdf5Head.of(new Group(root)),
                PixelBlock.of(scan, type, PixelBlock.Order.ROWS_OF_VIEW))),
        python(scan, axial, files.get(0)));
  }

  /** Returns how far pixels lie from the axis or from z = 0. */
  private static Dataset places(int pixels, double pitch, double middle) {
    double[] places = new double[pixels];
    for (int k = 0; k < pixels; k++) {
      places[k] = (k - middle) * pitch;
    }
    return Dataset.of(places, Map.of("units", "mm"));
  }

  private static String python(ExportScan scan, AxialViews axial, String file) {
    return String.format(
        Locale.ROOT,
        """

        # theta in degrees, counter-clockwise seen from +z; the rays of data[k, r, c] run along (-cos theta, -sin theta, 0)
        # through x[c] (-sin theta, cos theta, 0) + y[r] (0, 0, 1) in mm: pixels of %s x %s mm, no flips.
        import h5py, numpy
        with h5py.File(%s) as file:
            data, white, dark, theta, y, x = (
                file["exchange"][name][:] for name in ("data", "data_white", "data_dark", "theta", "y", "x"))
        line_integrals = -numpy.log((data - dark) / (white - dark))  # [theta][y][x]
        center = %s  # the column of the axis
        """,
        scan.rowPitch(),
        scan.columnPitch(),
        PythonText.string(file),
        axial.centralColumn());
  }
}
