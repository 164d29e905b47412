package io.sinotrace.volume.io.nifti;

import io.sinotrace.geometry.Affine;
import io.sinotrace.volume.io.file.VolumeFile;

/**
 * From voxel indices to the world, by the three methods of nifti1.h.
 *
 * <p>An sform (method 3) is preferred, else a qform (method 2). With neither (method 1) indices are
 * scaled by pixdim, and the centre of the first voxel is at the origin. A singular sform (some
 * programs write zeros and a code that makes it valid) is replaced by the qform, as in ITK.
 */
final class NiftiOrientation {
  private NiftiOrientation() {}

  /**
   * Returns the map from voxel index to the world, in mm.
   *
   * @param file named in faults
   * @param in the header
   */
  static Affine indexToWorld(VolumeFile file, NiftiFields in) {
    int sformCode = in.sformCode();
    int qformCode = in.qformCode();
    if (sformCode > 0) {
      Affine sform = inMillimetres(file, in, sform(in));
      if (sform.isInvertible()) {
        return sform;
      }
      if (qformCode <= 0) {
        throw file.fault(
            ("its sform (srow_x, srow_y, srow_z; sform_code %d) cannot be inverted and it has no"
                    + " qform (qform_code %d): expected one of the two to say where the voxels lie")
                .formatted(sformCode, qformCode));
      }
    }
    Affine qform = inMillimetres(file, in, qform(file, in, qformCode > 0));
    if (!qform.isInvertible()) {
      throw file.fault(
          "its qform (quatern_b, _c, _d, qoffset_x, _y, _z; qform_code %d) cannot be inverted%s"
              .formatted(qformCode, sformCode > 0 ? ", nor can its sform" : ""));
    }
    return qform;
  }

  private static double[] sform(NiftiFields in) {
    double[] rows = new double[12];
    for (int i = 0; i < 12; i++) {
      rows[i] = in.srow(i);
    }
    return rows;
  }

  /** Returns the rows of the qform or, if there is none, of the voxels' sizes alone. */
  private static double[] qform(VolumeFile file, NiftiFields in, boolean rotated) {
    double[] rows = new double[12];
    double[] rotation = rotated ? rotation(in) : new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    // qfac: pixdim[0] is -1 if the third axis is reversed; 0 means 1.
    double sign = rotated && in.pixdim(0) < 0 ? -1 : 1;
    for (int k = 0; k < 3; k++) {
      double step = step(file, in, k) * (k == 2 ? sign : 1);
      for (int r = 0; r < 3; r++) {
        rows[4 * r + k] = rotation[3 * r + k] * step;
      }
      rows[4 * k + 3] = rotated ? in.qoffset(k) : 0;
    }
    return rows;
  }

  /** Returns whether the patient's orientation is known: method 1 gives only the voxels' sizes. */
  static boolean isGiven(NiftiFields in) {
    return in.sformCode() > 0 || in.qformCode() > 0;
  }

  private static double step(VolumeFile file, NiftiFields in, int axis) {
    double step = in.pixdim(axis + 1);
    if (!(step > 0) || !Double.isFinite(step)) {
      throw file.fault(
          "pixdim[%d] is %s: expected the size of a voxel, above 0".formatted(axis + 1, step));
    }
    return step;
  }

  /**
   * Returns the rotation, three rows of three, of the unit quaternion (a, b, c, d) of which the
   * header stores b, c and d.
   */
  private static double[] rotation(NiftiFields in) {
    double b = in.quatern(0);
    double c = in.quatern(1);
    double d = in.quatern(2);
    double squares = b * b + c * c + d * d;
    double a;
    if (1 - squares < 1e-7) {
      // A rotation by 180 degrees, up to rounding: a is 0, and b, c and d are normalised.
      double unit = 1 / Math.sqrt(squares);
      a = 0;
      b *= unit;
      c *= unit;
      d *= unit;
    } else {
      a = Math.sqrt(1 - squares);
    }
    return new double[] {
      a * a + b * b - c * c - d * d,
      2 * (b * c - a * d),
      2 * (b * d + a * c),
      2 * (b * c + a * d),
      a * a + c * c - b * b - d * d,
      2 * (c * d - a * b),
      2 * (b * d - a * c),
      2 * (c * d + a * b),
      a * a + d * d - c * c - b * b
    };
  }

  private static Affine inMillimetres(VolumeFile file, NiftiFields in, double[] rows) {
    int unit = in.spaceUnit();
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          switch (unit) {
            case 0, 2 -> rows[i];
            case 1 -> rows[i] * 1000;
            case 3 -> rows[i] / 1000;
            default ->
                throw file.fault(
                    "xyzt_units has %d for space: expected 1 (m), 2 (mm), 3 (micron) or 0 (mm)"
                        .formatted(unit));
          };
    }
    return Affine.ofRows(rows);
  }
}
