package io.sinotrace.sinogram.parquet;

import com.github.luben.zstd.util.ZstdVersion;
import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.ValueColumn;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.Version;
import org.xerial.snappy.Snappy;

/**
 * What the bytes of a scan's files depend on. Files of the same {@link #prefix} and number are
 * equal byte for byte, whichever task, attempt, run or backend wrote them; so they have the same
 * name, and may be put in each other's place at any time.
 *
 * @param scan what the driver knows, in one line
 */
public record FileIdentity(String scan) implements Serializable {
  /**
   * To be raised when files of the same values get other bytes for a reason that is not asked for
   * here: other pages, columns or compression levels.
   */
  static final int FORMAT = 1;

  private static final int DIGITS = 12;

  /**
   * Returns the identity of a scan's files.
   *
   * @param fingerprint by which scans of different values differ
   * @param compression of the sinogram
   * @param values the value columns
   * @param files tiles of all files, in the order of their numbers
   */
  public static FileIdentity of(
      String fingerprint, Compression compression, List<ValueColumn> values, List<Tile> files) {
    String cut = files.stream().map(FileIdentity::text).collect(Collectors.joining(" "));
    if (values.equals(ValueColumn.LINE_INTEGRALS)) {
      // As before there were other columns, so that such files keep their names.
      return new FileIdentity(digest("format " + FORMAT, fingerprint, compression.name(), cut));
    }
    String columns = values.stream().map(ValueColumn::name).collect(Collectors.joining(" "));
    return new FileIdentity(
        digest("format " + FORMAT, fingerprint, compression.name(), cut, columns));
  }

  /**
   * Returns that of files of the same bytes with names of their own.
   *
   * @param own what tells them from others; empty for this itself
   */
  public FileIdentity with(String own) {
    return own.isEmpty() ? this : new FileIdentity(digest(scan, own));
  }

  private static String text(Tile tile) {
    return "%d-%d,%d-%d".formatted(tile.viewFrom(), tile.viewTo(), tile.rowFrom(), tile.rowTo());
  }

  /**
   * Returns what the names of files that are written here begin with, 12 hexadecimal digits. It
   * depends on the libraries of this JVM too, since another version of a codec may compress the
   * same pages to other bytes: executors ask, not the driver.
   */
  public String prefix() {
    return digest(
            scan,
            version(Version.class, "FULL_VERSION"),
            version(ZstdVersion.class, "VERSION"),
            Snappy.getNativeLibraryVersion(),
            System.getProperty("os.arch"))
        .substring(0, DIGITS);
  }

  /** Returns whether a name is that of a file of a sinogram. */
  public static boolean isSinogram(String name) {
    return name.matches("[0-9a-f]{12}-[0-9]{5,}\\.parquet");
  }

  /** Returns whether a name is that of a file of views. */
  public static boolean isViews(String name) {
    return name.matches("[0-9a-f]{12}\\.parquet");
  }

  /** Reads a constant as it is here: the compiler would copy that of the version it saw. */
  private static String version(Class<?> type, String constant) {
    try {
      return String.valueOf(type.getField(constant).get(null));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("%s has no %s".formatted(type.getName(), constant), e);
    }
  }

  private static String digest(String... parts) {
    try {
      byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
