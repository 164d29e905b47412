package io.sinotrace.description.poses;

import io.sinotrace.Messages;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.View;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file of poses.
 *
 * @param views in the order of the file
 * @param sha256 of the file's bytes, in hexadecimal
 */
public record PoseFile(List<View> views, String sha256) {
  /** The most bytes: enough for a million poses of twelve numbers with all digits. */
  private static final int MAX_BYTES = 256_000_000;

  private static final String EXPECTED =
      "poses: 12 numbers each (source or direction, detector centre, u, v)";

  /**
   * Reads a file of poses: CSV if it ends in .csv or .txt, JSON if it ends in .json.
   *
   * @param named the value that names the file
   */
  public static PoseFile read(Value named, Path path, Beam beam, Configuration conf) {
    String name = path.getName().toLowerCase(Locale.ROOT);
    boolean json = name.endsWith(".json");
    if (!json && !name.endsWith(".csv") && !name.endsWith(".txt")) {
      throw named.expected("a file of poses with the suffix .csv, .txt or .json");
    }
    String label = Messages.brief(named.text(EXPECTED));
    byte[] bytes = HadoopFiles.read(named.where() + ": " + label, path, MAX_BYTES, EXPECTED, conf);
    List<View> views =
        json
            ? JsonPoses.read(bytes, label, beam)
            : CsvPoses.read(HadoopFiles.utf8(bytes, label, EXPECTED), label, beam);
    return new PoseFile(views, sha256(bytes));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
