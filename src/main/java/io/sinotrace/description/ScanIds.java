package io.sinotrace.description;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sinotrace.Messages;
import io.sinotrace.description.text.GivenName;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.volume.io.VolumeFormat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Names scans after their files: {@code [a-z][a-z0-9_-]{0,99}}.
 *
 * <p>An id is made only of the path below the fixed part of the glob, so other files never change
 * it. Folders and the name, without a known suffix, are joined by hyphens. If the path can be
 * recovered from that, it is the id; otherwise, for example if a name contains a hyphen, {@code -}
 * and eight hexadecimal digits of the path's SHA-256 are appended. Series of DICOM are named after
 * a keyed hash of what their headers say, since paths are as personal as they.
 */
final class ScanIds {
  private static final int MAX_LENGTH = GivenName.MAX_LENGTH;
  private static final int HASH_BYTES = 4;

  /** A name without hyphens: the hyphens of an id of such names are those that join them. */
  private static final Pattern FOLDER = Pattern.compile("[a-z0-9_]+");

  /** A single name, which may contain hyphens; two in a row are reserved for geometries. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(-[a-z0-9_]+)*");

  /** A valid start of an id; others get the {@link #PREFIX}. */
  private static final Pattern BEGIN = Pattern.compile("[a-z].*");

  private static final String PREFIX = "s-";

  /** A name that looks like an id with the prefix added. */
  private static final Pattern AS_IF_PREFIXED = Pattern.compile(PREFIX + "[^a-z].*");

  private static final Pattern MARKS_AND_LETTERS =
      Pattern.compile("[\\p{M}\\p{L}\\p{N}&&[^a-z0-9]]+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9_]+");
  private static final Pattern OUTER_HYPHENS = Pattern.compile("^-+|-+$");

  private ScanIds() {}

  /**
   * Returns the id of a file that a glob found.
   *
   * @param path its folders below the fixed part of the glob, and its name
   */
  static String below(List<String> path) {
    return of(path, FOLDER);
  }

  /**
   * Returns the id of a CT series, of whose files and headers it may tell nothing.
   *
   * @param identity what tells it from others
   */
  static String hidden(String identity) {
    return "ct-" + KeyedHash.of(identity);
  }

  /** Returns the id of a file that was named without a glob. */
  static String of(String fileName) {
    return of(List.of(fileName), NAME);
  }

  /** Returns the id of a volume under one geometry of a list: its own id, two hyphens, the name. */
  static String of(String volume, String geometry) {
    String suffix = "--" + geometry;
    return volume.length() + suffix.length() <= MAX_LENGTH
        ? volume + suffix
        : hashed(volume, volume, MAX_LENGTH - suffix.length()) + suffix;
  }

  /**
   * Returns the id of a file that a list in {@code folder} names: as if a glob had found it there;
   * of a file elsewhere, as if it was named without a glob.
   */
  static String inFolder(Path file, Path folder) {
    boolean below = file.toString().startsWith(folder + "/");
    return below ? below(parts(file, folder)) : of(file.getName());
  }

  /** Returns the folders of a file below {@code folder}, and its name. */
  static List<String> parts(Path file, Path folder) {
    Deque<String> parts = new ArrayDeque<>();
    for (Path at = file; at != null && at.depth() > folder.depth(); at = at.getParent()) {
      parts.addFirst(at.getName());
    }
    return List.copyOf(parts);
  }

  /**
   * Refuses what cannot be an id of a volume.
   *
   * @param where it was written
   */
  static void check(SourceLocation where, String id) {
    if (!GivenName.is(id)) {
      throw where.error("is %s: expected %s".formatted(Messages.quote(id), GivenName.EXPECTED));
    }
  }

  private static String of(List<String> path, Pattern plain) {
    String whole = String.join("/", path);
    String stem = whole.substring(0, whole.length() - VolumeFormat.suffix(whole).length());
    String joined = stem.replace('/', '-');
    String id = prefixed(joined);
    boolean unmistakable =
        List.of(stem.split("/", -1)).stream().allMatch(part -> plain.matcher(part).matches())
            && !AS_IF_PREFIXED.matcher(joined).matches()
            && id.length() <= MAX_LENGTH;
    return unmistakable ? id : hashed(legible(stem), whole, MAX_LENGTH);
  }

  private static String prefixed(String name) {
    return BEGIN.matcher(name).matches() ? name : PREFIX + name;
  }

  /** Returns a name in the alphabet of ids: single hyphens replace all other characters. */
  private static String legible(String name) {
    // Upper case first, since that turns a sharp s into ss.
    String letters =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    String ascii = MARKS_AND_LETTERS.matcher(letters).replaceAll("");
    String hyphened = OUTER_HYPHENS.matcher(OTHERS.matcher(ascii).replaceAll("-")).replaceAll("");
    return prefixed(hyphened.isEmpty() ? "scan" : hyphened);
  }

  private static String hashed(String name, String path, int length) {
    String hash = "-" + hash(path);
    String begin = name.substring(0, Math.min(name.length(), length - hash.length()));
    return OUTER_HYPHENS.matcher(begin).replaceAll("") + hash;
  }

  private static String hash(String path) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(path.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
