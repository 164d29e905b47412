package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.volume.VoxelGrid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Scans of a grid by every kind of geometry. */
final class AdjointScans {
  private AdjointScans() {}

  /**
   * Returns scans by their names.
   *
   * @param grid its middle at the isocentre
   * @param fineness rows to a voxel's height, at the isocentre, is one over this
   */
  static Map<String, Geometry> of(
      VoxelGrid grid, int rows, int columns, double fineness, SplittableRandom random) {
    Vec3[] box = grid.worldBounds();
    double reach = box[1].minus(box[0]).norm();
    double pitch = fineness * grid.spacing().z();
    double across = 1.1 * reach / columns;
    Panel flat = Panel.flat(rows, columns, across).withOffset(0.3, 0.4 * across);
    Panel fine = new Panel(rows, columns, pitch, across, 0, 0, Panel.Tilt.NONE, Panel.Shape.FLAT);
    Panel askew =
        new Panel(rows, columns, pitch, across, 0, 0, new Panel.Tilt(3, -7, 11), Panel.Shape.FLAT);
    Panel curved = fine.withShape(Panel.Shape.CURVED);
    double[] turn = Trajectories.angles(7, random.nextInt(4) * 22.5, 360);
    double[] slices = new double[rows];
    for (int k = 0; k < rows; k++) {
      slices[k] = 0.8 * (random.nextDouble() - 0.5) * (box[1].z() - box[0].z());
    }
    Map<String, Geometry> scans = new LinkedHashMap<>();
    scans.put("cone", Trajectories.cone(2 * reach, 3 * reach, flat, turn));
    scans.put("cone, rows as voxels", Trajectories.cone(2 * reach, 2.2 * reach, fine, turn));
    scans.put("cone, curved", Trajectories.cone(2 * reach, 2.5 * reach, curved, turn));
    scans.put("cone, tilted", Trajectories.cone(2 * reach, 3 * reach, askew, turn));
    scans.put("cone, source inside", Trajectories.cone(0.2 * reach, 1.5 * reach, flat, turn));
    scans.put("cone, pixels inside", Trajectories.cone(2 * reach, 2.1 * reach, flat, turn));
    scans.put(
        "helical",
        Trajectories.helical(
            2 * reach, 3 * reach, curved, Trajectories.angles(40, 0, 720), reach / 4));
    scans.put("parallel", Trajectories.parallel(flat, turn));
    scans.put("parallel slices", Trajectories.parallel(fine, slices, turn));
    scans.put("fan", Trajectories.fan(2 * reach, 3 * reach, fine, slices, turn));
    scans.put("radiograph", Trajectories.radiograph(flat, box[0], box[1], reach, 2));
    for (Beam beam : Beam.values()) {
      scans.put("drawn " + beam, DrawnRays.scan(grid, beam, 2000, random));
    }
    return scans;
  }
}
