package io.sinotrace.volume.io.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The bytes against NumPy's format, version 1.0. */
class NpyWriterTest {
  @Test
  void bytes() throws IOException {
    SlabVolume.Writer writer = SlabVolume.on(VoxelGrid.centred(4, 3, 2, new Vec3(1, 1, 1)));
    writer.set(3, 0, 0, 0.5);
    writer.set(0, 1, 0, -2);
    writer.set(3, 2, 1, 7);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyWriter.write(writer.finish(), out);
    byte[] bytes = out.toByteArray();

    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    for (int k = 0; k < magic.length; k++) {
      assertEquals(magic[k], bytes[k]);
    }
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = b.getShort(8);
    assertEquals(0, (10 + header) % 64);
    assertEquals('\n', bytes[10 + header - 1]);
    String keys = new String(bytes, 10, header, StandardCharsets.US_ASCII).strip();
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4), }", keys);

    float[] want = new float[24];
    want[3] = 0.5f;
    want[4] = -2;
    want[23] = 7;
    float[] got = new float[24];
    b.position(10 + header);
    b.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(got);
    assertArrayEquals(want, got);
    assertEquals(10 + header + 96, bytes.length);
  }
}
