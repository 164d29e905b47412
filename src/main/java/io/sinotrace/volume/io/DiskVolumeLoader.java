package io.sinotrace.volume.io;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.JvmMemory;
import io.sinotrace.Messages;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.BandTurns;
import io.sinotrace.volume.disk.DiskException;
import io.sinotrace.volume.disk.DiskVolume;
import io.sinotrace.volume.disk.DiskVolumeWriter;
import io.sinotrace.volume.disk.SharedFolder;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * Decodes volumes to the local disk, each once for all processes of a host that name the same
 * folder.
 */
public final class DiskVolumeLoader {
  /** Of the files; another form of them has another name. */
  private static final String FORM = "bricks-1";

  /** How often it is looked whether there is room; 0.3 s in all. */
  private static final int LOOKS = 6;

  private final Path folder;
  private final String setting;
  private final BandTurns bandTurns;

  /**
   * Prepares to decode.
   *
   * @param folder on a local disk; made if it is not there
   * @param setting by which another one can be chosen, for messages
   * @param bandTurns of the volumes
   */
  public DiskVolumeLoader(Path folder, String setting, BandTurns bandTurns) {
    this.folder = folder;
    this.setting = setting;
    this.bandTurns = bandTurns;
  }

  /** What a process that decodes a volume leaves for the others. */
  private record Decoded(DiskVolume.Index index, List<InputFile> inputs) implements Serializable {}

  /**
   * Opens a volume on the disk, which no process of this host need have decoded.
   *
   * @param grid that it is expected to lie on
   * @throws InputException as {@link VolumeLoader#loadHashed}
   * @throws InsufficientMemoryException if there is no room for it on the disk
   */
  public HashedVolume load(VolumeSource source, VoxelGrid grid, Configuration conf) {
    try {
      SharedFolder shared =
          SharedFolder.open(folder, name(source, conf), path -> decode(source, grid, path, conf));
      try {
        Decoded decoded = shared.index(Decoded.class);
        return new HashedVolume(
            DiskVolume.open(shared.path(), decoded.index, bandTurns, shared::close),
            decoded.inputs);
      } catch (IOException | RuntimeException e) {
        shared.close();
        throw e;
      }
    } catch (DiskException e) {
      throw notKept(source, grid, Messages.reason(Objects.requireNonNull(e.getCause())));
    } catch (IOException e) {
      throw notKept(source, grid, Messages.reason(e));
    }
  }

  /** Returns a name that tells the volume, and the state of its files, from all others. */
  private static String name(VolumeSource source, Configuration conf) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    try (ObjectOutputStream out =
        new ObjectOutputStream(new DigestOutputStream(new ByteArrayOutputStream(), digest))) {
      out.writeObject(FORM);
      out.writeObject(source);
      out.writeObject(InputState.of(source, conf).files());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private Serializable decode(VolumeSource source, VoxelGrid grid, Path path, Configuration conf)
      throws IOException {
    requireRoom(path, DiskVolume.leastBytes(grid, source.channels().count()));
    try {
      HashedVolume hashed =
          VolumeLoader.loadHashed(
              source, conf, (found, channels) -> new DiskVolumeWriter(path, found, channels));
      return new Decoded(((DiskVolume) hashed.volume()).index(), hashed.inputs());
    } catch (InternalError e) {
      // A page of a mapped file could not be written: the disk is full, or fails.
      throw new IOException("the disk is full, or fails", e);
    }
  }

  /** Files that are removed take their room until the collector frees their mappings. */
  private static void requireRoom(Path path, long bytes) throws IOException {
    long free = Files.getFileStore(path).getUsableSpace();
    for (int look = 0; free < bytes && look < LOOKS; look++) {
      JvmMemory.collect(look);
      free = Files.getFileStore(path).getUsableSpace();
    }
    if (free < bytes) {
      throw new IOException(String.format(Locale.ROOT, "%.1f MiB are free", free / 0x1p20));
    }
  }

  private InsufficientMemoryException notKept(VolumeSource source, VoxelGrid grid, String why) {
    long most = DiskVolume.bytes(grid, source.channels().count());
    return new InsufficientMemoryException(
        String.format(
            Locale.ROOT,
            "the volume does not fit into memory, and cannot be kept on the disk in %2$s (%3$s), where it takes up to %1$.1f MiB: %4$s",
            most / 0x1p20,
            folder,
            setting,
            why));
  }
}
