package io.sinotrace.volume.io;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.MuScale;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelMeaning;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Small writers of volume files, written from the formats' descriptions. */
public final class TestFiles {
  public static final Configuration CONF = new Configuration(false);

  private TestFiles() {}

  /** Returns a source that takes a file's numbers as mu and its world as it is. */
  public static VolumeSource source(Path file) {
    return source(file.toString(), null, null, null, VoxelUnits.PER_MM, 0.02, Placement.FILE);
  }

  /** Returns a source of mu alone, in one file. */
  public static VolumeSource source(
      String uri,
      @Nullable String dataset,
      @Nullable AxisOrder axes,
      @Nullable Vec3 spacing,
      VoxelUnits units,
      double muWater,
      Placement placement) {
    VoxelMeaning meaning = new MuScale(units, muWater);
    return new VolumeSource(
        uri, axes, spacing, placement, List.of(new Part(null, dataset, meaning)));
  }

  public static Path write(Path file, byte[]... parts) {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static byte[] gzip(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] zlib(byte[] part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(order);
    out.asFloatBuffer().put(values);
    return out.array();
  }

  public static byte[] shorts(ByteOrder order, int... values) {
    ByteBuffer out = ByteBuffer.allocate(2 * values.length).order(order);
    for (int value : values) {
      out.putShort((short) value);
    }
    return out.array();
  }

  /** Returns a .npy file of version {@code version}. */
  public static byte[] npy(int version, String descr, boolean fortran, String shape, byte[] data) {
    String dictionary =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(descr, fortran ? "True" : "False", shape);
    return npy(version, dictionary, data);
  }

  public static byte[] npy(int version, String dictionary, byte[] data) {
    int start = version == 1 ? 10 : 12;
    int length = (start + dictionary.length() + 1 + 63) / 64 * 64 - start;
    ByteBuffer out =
        ByteBuffer.allocate(start + length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put(ascii("NUMPY")).put((byte) version).put((byte) 0);
    if (version == 1) {
      out.putShort((short) length);
    } else {
      out.putInt(length);
    }
    out.put(ascii(dictionary + " ".repeat(length - 1 - dictionary.length()) + "\n"));
    return out.put(data).array();
  }

  /** Returns voxel (x, y, z). */
  public static float voxel(Volume volume, int x, int y, int z) {
    return volume.slab(0, z).get(y * volume.grid().nx() + x);
  }

  /** Hands out all voxels, x fastest. */
  static void each(Volume volume, DoubleConsumer consumer) {
    int n = volume.grid().nx() * volume.grid().ny();
    for (int z = 0; z < volume.grid().nz(); z++) {
      for (int i = 0; i < n; i++) {
        consumer.accept(volume.slab(0, z).get(i));
      }
    }
  }

  /** Returns all voxels, x fastest. */
  public static float[] all(Volume volume) {
    float[] all = new float[(int) volume.grid().voxels()];
    int[] at = {0};
    each(volume, value -> all[at[0]++] = (float) value);
    return all;
  }

  /** A NIfTI-1 file in the making: a valid header of its own to begin with. */
  public static final class Nifti {
    public final ByteBuffer header;

    public Nifti(ByteOrder order, int datatype, int... size) {
      header = ByteBuffer.allocate(352).order(order);
      header.putInt(0, 348).putShort(40, (short) size.length).putShort(70, (short) datatype);
      for (int k = 0; k < size.length; k++) {
        header.putShort(42 + 2 * k, (short) size[k]);
      }
      pixdim(1, 1, 1, 1);
      header.putFloat(108, 352).put(344, ascii("n+1\0"));
    }

    /** Sets pixdim[0], which is qfac, to pixdim[3]. */
    public Nifti pixdim(double qfac, double x, double y, double z) {
      return floats(76, qfac, x, y, z);
    }

    public Nifti qform(double b, double c, double d, double x, double y, double z) {
      header.putShort(252, (short) 1);
      return floats(256, b, c, d, x, y, z);
    }

    public Nifti sform(double... rows) {
      header.putShort(254, (short) 1);
      return floats(280, rows);
    }

    public Nifti scaling(double slope, double intercept) {
      return floats(112, slope, intercept);
    }

    public Nifti units(int code) {
      header.put(123, (byte) code);
      return this;
    }

    public Nifti floats(int at, double... values) {
      for (int i = 0; i < values.length; i++) {
        header.putFloat(at + 4 * i, (float) values[i]);
      }
      return this;
    }

    public byte[] bytes() {
      return header.array();
    }
  }
}
