package io.sinotrace.sinogram;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The file systems that datasets are written to. */
final class Storage {
  private Storage() {}

  /**
   * Returns the file system of a path. On a local disk it is the raw one: the checksummed one would
   * strew .crc files over the dataset and halve the speed; the manifest has checksums of its own.
   */
  static FileSystem of(Path path, Configuration conf) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    return fs instanceof LocalFileSystem local ? local.getRaw() : fs;
  }
}
