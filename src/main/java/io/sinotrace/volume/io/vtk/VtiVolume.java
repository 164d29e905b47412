package io.sinotrace.volume.io.vtk;

import io.sinotrace.Messages;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.HashedInput;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.SampleStream;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VoxelSink;
import io.sinotrace.volume.io.vtk.VtiHeader.Coding;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/** An image whose numbers are bytes, and not text. */
record VtiVolume(VolumeFile file, VtiHeader header) implements OpenVolume {
  /** The most bytes of a block, which is unpacked as a whole; VTK's have 32 KiB. */
  private static final long MAX_BLOCK = 1 << 26;

  /** Checks that the file can hold the voxels, before anything is allocated for them. */
  VtiVolume {
    long there = Math.max(0, file.length() - header.start());
    long most = header.packed() ? Math.multiplyExact(RawImage.MAX_EXPANSION, there) : there;
    if (bytes(header) > most) {
      VoxelGrid grid = header.grid();
      throw file.fault(
          "its header claims %d x %d x %d voxels of %d bytes, more than %d bytes can hold"
              .formatted(grid.nx(), grid.ny(), grid.nz(), header.type().bytes(), there));
    }
  }

  private static long bytes(VtiHeader header) {
    return header.grid().voxels() * header.type().bytes();
  }

  @Override
  public VoxelGrid grid() {
    return header.grid();
  }

  @Override
  public String stored() {
    return header.type() + (header.packed() ? ", zlib" : "");
  }

  @Override
  public void decode(VoxelSink sink) {
    try (HashedInput whole = new HashedInput(file)) {
      whole.skipNBytes(header.start());
      InputStream in = new BufferedInputStream(whole, 1 << 16);
      InputStream coded = header.coding() == Coding.BASE64 ? new Base64Input(in) : in;
      InputStream numbers = header.packed() ? blocks(coded) : plain(coded);
      SampleStream.decode(
          numbers,
          header.type(),
          header.order(),
          grid().voxels(),
          (first, values, count) -> sink.run(first, values, 0, count));
      sink.hashed(file, whole.finish());
    } catch (EOFException e) {
      throw file.fault("ends before the last voxel: truncated", e);
    } catch (ZipException e) {
      throw file.fault("its packed data are damaged: " + Messages.reason(e), e);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private InputStream plain(InputStream in) throws IOException {
    long length = length(in);
    if (length != bytes(header)) {
      throw file.fault(
          "its array has %d bytes, but its extent describes %d: one of the two is wrong"
              .formatted(length, bytes(header)));
    }
    return in;
  }

  /** The number of blocks, the size of each, that of the last unless it is 0, packed sizes. */
  private InputStream blocks(InputStream in) throws IOException {
    long count = length(in);
    long size = length(in);
    long last = length(in);
    long most = Math.max(0, file.length() - header.start());
    long end = last == 0 ? size : last;
    boolean possible =
        count >= 1
            && count <= most / (header.longHeader() ? Long.BYTES : Integer.BYTES)
            && size >= 1
            && end >= 1
            && end <= size;
    if (size > MAX_BLOCK) {
      throw file.fault("has blocks of %d bytes: expected at most %d".formatted(size, MAX_BLOCK));
    }
    if (!possible || (count - 1) * size + end != bytes(header)) {
      throw file.fault(
          "its array has %d blocks of %d bytes, the last of %d, but its extent describes %d bytes"
              .formatted(count, size, end, bytes(header)));
    }
    long[] packed = new long[(int) count];
    for (int k = 0; k < packed.length; k++) {
      packed[k] = length(in);
      long unpacked = k == packed.length - 1 ? end : size;
      if (packed[k] < 1
          || packed[k] > 2 * MAX_BLOCK
          || unpacked > RawImage.MAX_EXPANSION * packed[k]) {
        throw file.fault(
            "has a block of %d bytes, packed into %d: damaged".formatted(unpacked, packed[k]));
      }
    }
    return new ZlibBlocks(in, packed, (int) size, (int) end);
  }

  /** Reads a length; one of 8 bytes with its highest bit set is below 0, and so refused. */
  private long length(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(header.longHeader() ? 8 : 4);
    if (bytes.length < (header.longHeader() ? 8 : 4)) {
      throw new EOFException();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.order());
    return header.longHeader() ? buffer.getLong() : buffer.getInt() & 0xffff_ffffL;
  }

  @Override
  public void close() {
    // Nothing stays open between the header and the numbers.
  }
}
