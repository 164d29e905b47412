package io.sinotrace.reconstruction.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.reconstruction.comparison.Comparison.Figures;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import org.junit.jupiter.api.Test;

/**
 * The figures of a volume of air, water and bone and an image of it, as NumPy 2.4.6, SciPy 1.17.1
 * and scikit-image 0.26.0 give them: {@code peak_signal_noise_ratio}, {@code structural_similarity}
 * of each plane with {@code gaussian_weights=True, sigma=1.5, use_sample_covariance=False}, and
 * {@code binary_erosion} with {@code np.ones((3, 3, 3))} and {@code border_value=1}.
 */
class ComparisonTest {
  private static final int NX = 23;
  private static final int NY = 19;
  private static final int NZ = 5;
  private static final double MU_WATER = 0.02;

  private static float volumeAt(int x, int y, int z) {
    boolean bone = Math.abs(x - 8) <= 3 && Math.abs(y - 9) <= 3 && z >= 1;
    boolean water = Math.abs(x - 10) <= 8 && Math.abs(y - 9) <= 7;
    return (bone ? 48 : water ? 20 : 0) / 1024f;
  }

  private static float imageAt(int x, int y, int z) {
    return volumeAt(x, y, z) + ((7 * x + 13 * y + 29 * z) % 31 - 10) / 16384f;
  }

  /** Returns the volume with so many planes and lines of zeros around it. */
  private static Volume volume(VoxelGrid grid, int margin) {
    SlabVolume.Writer writer = SlabVolume.on(grid, 1);
    for (int z = 0; z < grid.nz(); z++) {
      for (int k = 0; k < grid.nx() * grid.ny(); k++) {
        int x = k % grid.nx() - margin;
        int y = k / grid.nx() - margin;
        boolean inside = x >= 0 && x < NX && y >= 0 && y < NY && z >= margin && z < NZ + margin;
        float value = inside ? volumeAt(x, y, z - margin) : 0;
        writer.set(0, k % grid.nx(), k / grid.nx(), z, value);
      }
    }
    return writer.finish();
  }

  private static VoxelGrid grid(int more) {
    return VoxelGrid.centred(NX + more, NY + more, NZ + more, new Vec3(1, 1.5, 2));
  }

  private static Figures compare(Volume volume, VoxelGrid grid) {
    Comparison comparison =
        new Comparison(new ReferenceVolume(volume, new double[] {1}, grid), MU_WATER);
    for (int z = 0; z < NZ; z++) {
      float[] plane = new float[NX * NY];
      for (int k = 0; k < plane.length; k++) {
        plane[k] = imageAt(k % NX, k / NX, z);
      }
      comparison.take(z, plane);
    }
    return comparison.figures();
  }

  @Test
  void figuresAreThoseOfOtherPrograms() {
    Figures figures = compare(volume(grid(0), 0), grid(0));
    assertEquals(0.046875, figures.range(), 1e-15);
    assertEquals(0.0006253370013712545, figures.rmse(), 1e-15);
    assertEquals(37.496543079294014, figures.psnr(), 1e-9);
    assertEquals(0.9827612730435916, figures.similarity(), 1e-9);
    assertClass(figures, 0, "air", 570, 0.0003032483552631579, 0.0005470238842598919);
    assertClass(figures, 1, "soft tissue", 570, 0.00030828107867324564, 0.0005489684346786088);
    assertClass(figures, 2, "bone", 75, 0.00029866536458333335, 0.0005494134511114375);
  }

  private static void assertClass(
      Figures figures, int k, String name, long voxels, double bias, double deviation) {
    Comparison.OfClass found = figures.classes().get(k);
    assertEquals(name, found.name());
    assertEquals(voxels, found.voxels());
    assertEquals(bias, found.bias(), 1e-15);
    assertEquals(deviation, found.deviation(), 1e-12);
  }

  /** Of a larger volume the part is compared where the image is. */
  @Test
  void theImagesVoxelsAreFoundInALargerVolume() {
    VoxelGrid larger = grid(4);
    Figures figures = compare(volume(larger, 2), grid(0));
    assertEquals(0.0006253370013712545, figures.rmse(), 1e-15);
    assertEquals(0.9827612730435916, figures.similarity(), 1e-9);
  }

  @Test
  void gridsThatDoNotFitAreRefused() {
    Volume volume = volume(grid(0), 0);
    VoxelGrid wider = VoxelGrid.centred(NX, NY, NZ, new Vec3(1.001, 1.5, 2));
    VoxelGrid moved =
        new VoxelGrid(NX, NY, NZ, grid(0).indexToWorld().translated(new Vec3(0.2, 0, 0)));
    VoxelGrid turned =
        new VoxelGrid(NX, NY, NZ, Affine.ofRows(0, -1.5, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0));
    for (VoxelGrid grid : new VoxelGrid[] {wider, moved, turned, grid(2)}) {
      InputException refused =
          assertThrows(
              InputException.class,
              () -> new ReferenceVolume(volume, new double[] {1}, grid),
              grid.toString());
      assertTrue(refused.getMessage().contains("expected a grid"), refused.getMessage());
    }
  }

  /** Two channels of densities add up to mu by their shares. */
  @Test
  void channelsAreAddedUp() {
    SlabVolume.Writer writer = SlabVolume.on(grid(0), 2);
    for (int k = 0; k < NX * NY * NZ; k++) {
      writer.set(0, k % NX, k / NX % NY, k / (NX * NY), k % 50);
      writer.set(1, k % NX, k / NX % NY, k / (NX * NY), 2 * (k % 50));
    }
    ReferenceVolume reference =
        new ReferenceVolume(writer.finish(), new double[] {0.5, 0.25}, grid(0));
    int k = 3 * NX * NY + 7;
    assertEquals(k % 50, reference.plane(3)[7], 0f);
  }

  @Test
  void aPlaneSmallerThanTheWindowHasNoSimilarity() {
    StructuralSimilarity small = new StructuralSimilarity(1);
    small.add(new float[100], new float[100], 10, 10);
    assertTrue(Double.isNaN(small.mean()));
    StructuralSimilarity equal = new StructuralSimilarity(1);
    float[] plane = new float[121];
    plane[60] = 1;
    equal.add(plane, plane, 11, 11);
    assertEquals(1, equal.mean(), 1e-12);
  }
}
