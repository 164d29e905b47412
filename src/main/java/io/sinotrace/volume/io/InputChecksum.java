package io.sinotrace.volume.io;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** SHA-256 of input files, for the record of what a dataset was made from. */
public final class InputChecksum {
  private static final int BUFFER = 1 << 16;

  private InputChecksum() {}

  /**
   * Returns the SHA-256 of a file's bytes.
   *
   * @param uri a Hadoop path; a plain local one too
   * @return 64 hexadecimal digits, in lower case
   * @throws io.sinotrace.InputException if the file cannot be read
   */
  public static String sha256(String uri, Configuration conf) {
    return sha256(VolumeFile.find(uri, conf));
  }

  /**
   * Returns the SHA-256 of each file that makes up a volume: one, or for a MetaImage whose voxels
   * lie beside it two.
   *
   * @return by file name, without its folder; the file of {@code source} first
   * @throws io.sinotrace.InputException if a file cannot be read, or is of no known format
   */
  public static Map<String, String> sha256(VolumeSource source, Configuration conf) {
    VolumeFile file = VolumeFile.find(source.uri(), conf);
    Map<String, String> sums = new LinkedHashMap<>();
    sums.put(file.fileName(), sha256(file));
    for (String partner : VolumeLoader.readerOf(file).partners(file)) {
      sums.put(partner, sha256(file.sibling(partner)));
    }
    return sums;
  }

  private static String sha256(VolumeFile file) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = file.open()) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
