package io.sinotrace.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.preview.raster.DisplayWindow;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImagePlanesTest {
  private static final DisplayWindow WINDOW = new DisplayWindow(0, 1);

  private static BufferedImage draw(ImageVoxels grid, boolean sides, double muWater)
      throws IOException {
    ImagePlanes planes =
        new ImagePlanes(grid, new ImageCaption("head", "how", "mu", muWater, sides));
    float[] plane = new float[grid.nx() * grid.ny()];
    for (int z = 0; z < grid.nz(); z++) {
      // White voxels where all three numbers are small.
      Arrays.fill(plane, 0);
      for (int y = 0; y < grid.ny() / 2 + 1; y++) {
        Arrays.fill(plane, y * grid.nx(), y * grid.nx() + grid.nx() / 2 + 1, z <= 3 ? 1 : 0);
      }
      planes.take(z, plane);
    }
    DisplayWindow window = muWater > 0 ? new DisplayWindow(-1000, 0) : WINDOW;
    return ImageIO.read(new ByteArrayInputStream(planes.png(window)));
  }

  private static ImageVoxels grid(int nx, int ny, int nz) {
    return new ImageVoxels(
        nx, ny, nz, Affine.scaling(new Vec3(1, 1, 1), new Vec3(-nx / 2.0, -ny / 2.0, -nz / 2.0)));
  }

  /** Returns how many pixels are of a shade, of those in the first chart or in all. */
  private static int count(BufferedImage image, int rgb) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void anImageOfOneSliceIsOnePlaneAndEnlarged() throws IOException {
    assertEquals(", the only one", ImagePlanes.middle(1));
    assertEquals(" 6 of 0..11", ImagePlanes.middle(12));
    BufferedImage one = draw(grid(20, 16, 1), false, 0);
    BufferedImage three = draw(grid(20, 16, 12), false, 0);
    assertTrue(three.getWidth() > 2 * one.getWidth(), three.getWidth() + ", " + one.getWidth());
    // 26 pixels a voxel: 11 x 9 white ones, 320 less those black, and a colour bar.
    int black = count(one, 0);
    assertEquals((320 - 99) * 676, black, 26 * 18 + 10, "voxels of 26 x 26 pixels");
  }

  @Test
  void aLineOfVoxelsIsDrawnToo() throws IOException {
    assertTrue(count(draw(grid(1, 1, 9), false, 0), 0xFFFFFF) > 100);
    assertTrue(draw(grid(1, 12, 9), false, 0).getWidth() < 800);
  }

  @Test
  void sidesAreDrawnWhereTheyAreKnown() throws IOException {
    BufferedImage with = draw(grid(20, 16, 1), true, 0);
    BufferedImage without = draw(grid(20, 16, 1), false, 0);
    assertNotEquals(count(with, 0x101010), count(without, 0x101010), "rims of letters");
  }

  /** The front is above: rows that run backwards are drawn from the top. */
  @Test
  void theFrontIsAboveWhicheverWayVoxelsAreCounted() throws IOException {
    ImageVoxels forward = grid(20, 16, 1);
    ImageVoxels backward =
        new ImageVoxels(20, 16, 1, Affine.ofRows(1, 0, 0, -9.5, 0, -1, 0, 7.5, 0, 0, 1, 0));
    BufferedImage up = draw(forward, false, 0);
    BufferedImage down = draw(backward, false, 0);
    // In the middle of the image's upper and lower half, left.
    int x = 200;
    int low = 400;
    int high = 180;
    assertEquals(0xFFFFFF, up.getRGB(x, low) & 0xFFFFFF);
    assertEquals(0, up.getRGB(x, high) & 0xFFFFFF);
    assertEquals(0, down.getRGB(x, low) & 0xFFFFFF);
    assertEquals(0xFFFFFF, down.getRGB(x, high) & 0xFFFFFF);
  }

  @Test
  void ctNumbersAreDrawnAsSuch() throws IOException {
    // mu of 1 is 0 HU, white here; 0 is -1000 HU, black.
    assertEquals(
        count(draw(grid(20, 16, 1), false, 0), 0), count(draw(grid(20, 16, 1), false, 1), 0), 40);
  }
}
