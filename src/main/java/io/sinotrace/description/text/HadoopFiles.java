package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.io.file.ReadFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files and paths of any Hadoop file system, with errors of one line. */
public final class HadoopFiles {
  private HadoopFiles() {}

  /**
   * Returns {@code text} as a fully qualified path.
   *
   * @param location where it was written: a relative path refers to its folder
   * @param name of the value in errors
   */
  public static Path qualify(
      SourceLocation location, String name, String text, Configuration conf) {
    try {
      Path path = new Path(text);
      Path resolved = location.folder() == null ? path : new Path(location.folder(), path);
      return resolved.getFileSystem(conf).makeQualified(resolved);
    } catch (IOException e) {
      throw ReadFailure.of(unreachable(location, name, text, e), e);
    } catch (RuntimeException e) {
      // An unknown host is not reported as IOException.
      throw new InputException(unreachable(location, name, text, e), e);
    }
  }

  private static String unreachable(
      SourceLocation location, String name, String text, Exception e) {
    return "%s: %s is %s: expected a path of a file system that can be reached (%s)"
        .formatted(location.label(), name, Messages.quote(text), Messages.reason(e));
  }

  /**
   * Reads a whole file.
   *
   * @param label of the file in errors
   * @param limit its greatest size in bytes
   * @param expected what the file should be
   * @throws InputException if it is none that can be used
   * @throws java.io.UncheckedIOException if it cannot be read now
   */
  public static byte[] read(
      String label, Path path, int limit, String expected, Configuration conf) {
    try {
      FileSystem files = path.getFileSystem(conf);
      FileStatus status = status(label, files, path, expected);
      if (status.isDirectory()) {
        throw new InputException(label + ": is a directory: expected " + expected);
      }
      if (status.getLen() > limit) {
        throw tooLarge(label, limit, expected);
      }
      byte[] bytes;
      try (FSDataInputStream in = files.open(path)) {
        bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) {
          throw tooLarge(label, limit, expected);
        }
      }
      if (bytes.length == 0) {
        throw new InputException(label + ": is empty: expected " + expected);
      }
      return bytes;
    } catch (IOException e) {
      throw ReadFailure.of(label + ": cannot be read: " + Messages.reason(e), e);
    }
  }

  private static FileStatus status(String label, FileSystem files, Path path, String expected)
      throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      // Opening a file without permission throws the same exception, so it is caught here only.
      throw new InputException(label + ": there is no such file: expected " + expected, e);
    }
  }

  private static InputException tooLarge(String label, int limit, String expected) {
    return new InputException(
        "%s: is larger than %d MB: expected %s".formatted(label, limit / 1_000_000, expected));
  }

  /** Returns bytes as text without a byte order mark. */
  public static String utf8(byte[] bytes, String label, String expected) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(label + ": is not UTF-8 text: expected " + expected, e);
    }
  }
}
