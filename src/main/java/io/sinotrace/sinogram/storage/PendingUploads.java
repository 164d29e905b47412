package io.sinotrace.sinogram.storage;

import io.sinotrace.sinogram.storage.Storage.Upload;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * Objects that a process which died was writing in parts. Nobody sees the parts, but they are paid
 * for until they are deleted.
 *
 * <p>Hadoop's own interface, {@code MultipartUploader}, deletes them whatever their age. So they
 * are listed and deleted by the methods behind its command {@code hadoop s3guard uploads}, those of
 * {@code S3AFileSystem}, found by their names: they speak of classes of the AWS SDK, which only
 * clusters that use S3 have.
 */
final class PendingUploads {
  private PendingUploads() {}

  /** Returns those below a directory; none where the file system cannot list any. */
  static List<Upload> below(FileSystem fs, Path directory) throws IOException {
    if (!fs.hasPathCapability(directory, CommonPathCapabilities.FS_MULTIPART_UPLOADER)) {
      return List.of();
    }
    String prefix = key(fs, directory) + "/";
    RemoteIterator<?> pending =
        (RemoteIterator<?>) Objects.requireNonNull(call(fs, "listUploads", prefix));
    List<Upload> uploads = new ArrayList<>();
    while (pending.hasNext()) {
      Object upload = pending.next();
      uploads.add(
          new Upload(
              fs.makeQualified(new Path("/" + call(upload, "key"))),
              ((Instant) Objects.requireNonNull(call(upload, "initiated"))).toEpochMilli(),
              (String) Objects.requireNonNull(call(upload, "uploadId"))));
    }
    return uploads;
  }

  /** Gives one up. */
  static void abort(FileSystem fs, Upload upload) throws IOException {
    try {
      call(fs, "abortMultipartUpload", key(fs, upload.path()), upload.id());
    } catch (FileNotFoundException e) {
      // It has been finished or given up meanwhile.
    }
  }

  private static String key(FileSystem fs, Path path) {
    return fs.makeQualified(path).toUri().getPath().substring(1);
  }

  /** Calls a method whose arguments are texts. */
  private static @Nullable Object call(Object on, String name, String... arguments)
      throws IOException {
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, String.class);
    try {
      return on.getClass().getMethod(name, types).invoke(on, (Object[]) arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IOException failure
          ? failure
          : new IOException("%s of %s fails".formatted(name, on.getClass()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException("%s has no %s".formatted(on.getClass(), name), e);
    }
  }
}
