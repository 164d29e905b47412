package io.sinotrace.volume.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import org.junit.jupiter.api.Test;

class VoxelizerTest {
  /** Oblique, flipped along its second axis, and of uneven voxels. */
  private static final VoxelGrid OBLIQUE =
      new VoxelGrid(
          26, 31, 23, Affine.ofRows(6.9, 0.8, -0.5, -90, 1.1, -6.6, 0.7, 101, 0.4, 0.9, 8.1, -77));

  static float[] voxels(Volume volume) {
    VoxelGrid g = volume.grid();
    float[] all = new float[(int) g.voxels()];
    for (int z = 0; z < g.nz(); z++) {
      volume.slab(0, z).get(0, all, z * g.nx() * g.ny(), g.nx() * g.ny());
    }
    return all;
  }

  @Test
  void pointSamplesAreThePointValuesAtTheCentres() {
    for (Phantom phantom : new Phantom[] {Head.lifeSize(), SheppLogan.of(180, 1)}) {
      float[] got = voxels(Voxelizer.voxelize(phantom, OBLIQUE, 1));
      int at = 0;
      int inside = 0;
      for (int z = 0; z < OBLIQUE.nz(); z++) {
        for (int y = 0; y < OBLIQUE.ny(); y++) {
          for (int x = 0; x < OBLIQUE.nx(); x++) {
            float want = (float) phantom.mu(OBLIQUE.indexToWorld().point(new Vec3(x, y, z)));
            assertEquals(want, got[at++]);
            inside += want != 0 ? 1 : 0;
          }
        }
      }
      assertTrue(inside > 1000, "only " + inside + " voxels inside");
    }
  }

  @Test
  void meansAreThoseOfTheSamplesInEachVoxel() {
    int n = 3;
    Phantom head = Head.lifeSize();
    float[] got = voxels(Voxelizer.voxelize(head, OBLIQUE, n));
    int at = 0;
    for (int z = 0; z < OBLIQUE.nz(); z++) {
      for (int y = 0; y < OBLIQUE.ny(); y++) {
        for (int x = 0; x < OBLIQUE.nx(); x++) {
          double sum = 0;
          for (int k = 0; k < n * n * n; k++) {
            // A third of a voxel apart, the middle one at the centre.
            double dx = (k % 3 - 1) / 3.0;
            double dy = (k / 3 % 3 - 1) / 3.0;
            double dz = (k / 9 - 1) / 3.0;
            sum += head.mu(OBLIQUE.indexToWorld().point(new Vec3(x + dx, y + dy, z + dz)));
          }
          assertEquals(sum / 27, got[at++], 1e-8);
        }
      }
    }
  }

  @Test
  void meansConvergeToTheShareOfTheVoxelThatIsFilled() {
    // A box along the grid fills a voxel by the product of its overlaps along the axes; n samples
    // miss each overlap by at most 1/(2n).
    VoxelGrid grid = VoxelGrid.centred(8, 7, 6, new Vec3(1, 2, 3));
    Vec3 center = new Vec3(0.13, -0.21, 0.37);
    Vec3 half = new Vec3(2.27, 4.71, 5.53);
    Phantom box = Phantom.of(Solid.box(center, half, 1));
    double first = 0;
    double rms = 0;
    for (int n : new int[] {1, 2, 4, 8, 16}) {
      float[] got = voxels(Voxelizer.voxelize(box, grid, n));
      double squares = 0;
      int at = 0;
      for (int z = 0; z < 6; z++) {
        for (int y = 0; y < 7; y++) {
          for (int x = 0; x < 8; x++) {
            Vec3 p = grid.indexToWorld().point(new Vec3(x, y, z));
            double want = 1;
            for (int k = 0; k < 3; k++) {
              double edge = k + 1;
              double lo = Math.max(p.get(k) - edge / 2, center.get(k) - half.get(k));
              double hi = Math.min(p.get(k) + edge / 2, center.get(k) + half.get(k));
              want *= Math.max(hi - lo, 0) / edge;
            }
            double error = Math.abs(got[at++] - want);
            assertTrue(error <= 1.5 / n + 1e-6, "error " + error + " at n = " + n);
            squares += error * error;
          }
        }
      }
      rms = Math.sqrt(squares / got.length);
      System.out.printf("means of %d^3: rms error %.2e%n", n, rms);
      first = n == 1 ? rms : first;
    }
    assertTrue(rms < first / 8, "rms from " + first + " to " + rms + " with 16 times the samples");
  }

  @Test
  void wholeBoxIsAllOnes() {
    VoxelGrid grid = VoxelGrid.centred(5, 4, 3, new Vec3(0.3, 0.7, 1.1));
    Phantom box = NamedPhantom.BOX.fitting(new Vec3(5 * 0.3, 4 * 0.7, 3 * 1.1));
    for (int n : new int[] {1, 3}) {
      for (float voxel : voxels(Voxelizer.voxelize(box, grid, n))) {
        assertEquals(1f, voxel);
      }
    }
  }

  @Test
  void sameBitsEachTime() {
    Phantom head = Head.lifeSize();
    assertArrayEquals(
        voxels(Voxelizer.voxelize(head, OBLIQUE, 2)), voxels(Voxelizer.voxelize(head, OBLIQUE, 2)));
  }

  @Test
  void impossibleSamplesAreRefused() {
    for (int n : new int[] {-1, 0, 17}) {
      InputException e =
          assertThrows(InputException.class, () -> Voxelizer.voxelize(Head.lifeSize(), OBLIQUE, n));
      assertEquals(n + " samples along a voxel's axis: expected 1 to 16", e.getMessage());
    }
  }
}
