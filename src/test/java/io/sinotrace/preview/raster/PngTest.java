package io.sinotrace.preview.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sinotrace.Seed;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PngTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(71);

  @Test
  void isReadBackPixelByPixel() throws IOException {
    SplittableRandom random = SEED.random();
    Canvas canvas = new Canvas(37, 23);
    for (int k = 0; k < canvas.rgb().length; k++) {
      // Some rows repeat: they are written another way.
      canvas.rgb()[k] = k / 37 % 3 == 2 ? canvas.rgb()[k - 37] : random.nextInt() & 0xFFFFFF;
    }
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.encode(canvas)));
    assertNotNull(image);
    int[] read = image.getRGB(0, 0, 37, 23, null, 0, 37);
    for (int k = 0; k < read.length; k++) {
      read[k] &= 0xFFFFFF;
    }
    assertArrayEquals(canvas.rgb(), read);
  }

  @Test
  void holdsTheThreeChunksAndNoTime() {
    ByteBuffer file = ByteBuffer.wrap(Png.encode(new Canvas(2, 2)));
    file.position(8);
    List<String> types = new ArrayList<>();
    while (file.hasRemaining()) {
      int length = file.getInt();
      byte[] type = new byte[4];
      file.get(type);
      types.add(new String(type, StandardCharsets.US_ASCII));
      file.position(file.position() + length + 4);
    }
    assertEquals(List.of("IHDR", "IDAT", "IEND"), types);
  }
}
