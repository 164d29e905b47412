package io.sinotrace.spark.image;

import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.nifti.NiftiWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A NIfTI file, compressed, of an image.
 *
 * @param bytes its length; 0 if none was written
 * @param sha256 of its bytes; null if none was written
 */
record JoinedImage(long bytes, @Nullable String sha256) {
  /** Bytes that are written at a time. */
  private static final int BUFFER = 1 << 16;

  /** Writes it and closes the stream. */
  static JoinedImage write(Volume volume, ImageSpec spec, OutputStream file) throws IOException {
    MessageDigest digest = sha256Digest();
    try (Counted counted = new Counted(new BufferedOutputStream(file, BUFFER))) {
      OutputStream gzip = new GZIPOutputStream(new DigestOutputStream(counted, digest), BUFFER);
      if (spec.isHounsfield()) {
        NiftiWriter.writeHounsfield(volume, spec.muWater(), gzip);
      } else {
        NiftiWriter.write(volume, spec.column() + " in " + spec.unit(), gzip);
      }
      gzip.close();
      return new JoinedImage(counted.bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** Only reads all planes, for those who are shown them. */
  static JoinedImage none(PartVolume volume) {
    for (int z = 0; z < volume.grid().nz(); z++) {
      volume.slab(0, z);
    }
    return new JoinedImage(0, null);
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts bytes. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
      bytes += len;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
