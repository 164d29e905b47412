package io.sinotrace.volume.io.file;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file read from its beginning, and the SHA-256 of all its bytes: {@link #finish} reads those
 * that are left.
 */
public final class HashedInput extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final MessageDigest digest;
  private long left;

  /**
   * Opens a file.
   *
   * @throws io.sinotrace.InputException if it may not be read
   */
  public HashedInput(VolumeFile file) {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    this.left = file.length();
    this.in = file.open();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int n = in.read(bytes, from, count);
    if (n > 0) {
      digest.update(bytes, from, n);
      left -= n;
    }
    return n;
  }

  /** Returns the bytes up to the end: a gzip stream uses it to detect a further member. */
  @Override
  public int available() {
    return (int) Math.max(0, Math.min(left, Integer.MAX_VALUE));
  }

  /** Reads the rest of the file; returns the SHA-256 of the whole: 64 hexadecimal digits. */
  public String finish() throws IOException {
    byte[] buffer = new byte[BUFFER];
    int n;
    do {
      n = read(buffer, 0, BUFFER);
    } while (n >= 0);
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
