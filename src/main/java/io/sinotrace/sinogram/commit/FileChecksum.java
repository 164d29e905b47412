package io.sinotrace.sinogram.commit;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Checksums of files, in hexadecimal; a file is read once, a buffer at a time. */
final class FileChecksum {
  private static final int BUFFER = 1 << 16;

  private FileChecksum() {}

  /** Takes the next bytes of a file. */
  private interface Sum {
    void update(byte[] buffer, int from, int count);
  }

  static String crc32c(Path file, Configuration conf) throws IOException {
    CRC32C crc = new CRC32C();
    read(file, conf, crc::update);
    return "%08x".formatted(crc.getValue());
  }

  static String sha256(Path file, Configuration conf) throws IOException {
    MessageDigest digest = Fingerprint.sha256();
    read(file, conf, digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void read(Path file, Configuration conf, Sum sum) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
      }
    }
  }
}
