package io.sinotrace.cli;

import io.sinotrace.export.PixelBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of an export, open to be filled with pixels. Where those of a detector row do not lie one
 * after the other, all of the file are held in memory until it is closed.
 */
final class ExportPartFile implements AutoCloseable {
  private final PixelBlock block;
  private final long start;
  private final FileChannel channel;
  private final @Nullable ByteBuffer held;

  /**
   * Opens a file that has what comes before its pixels, and maybe some of them.
   *
   * @param start where pixels begin
   */
  ExportPartFile(Path file, PixelBlock block, long start) throws IOException {
    this.block = block;
    this.start = start;
    this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.held = block.isByRow() ? null : held();
  }

  private ByteBuffer held() throws IOException {
    ByteBuffer pixels = buffer(Math.toIntExact(block.bytes()));
    try {
      long position = start;
      int read = 0;
      while (read >= 0 && pixels.hasRemaining()) {
        position += read;
        read = channel.read(pixels, position);
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return pixels;
  }

  void row(int view, int row, float[] values) throws IOException {
    ByteBuffer bytes = buffer(block.rowBytes());
    block.encode(values, bytes);
    bytes.flip();
    if (held == null) {
      write(bytes, start + block.offset(view, row));
      return;
    }
    int size = block.rowBytes() / block.columns();
    int to = Math.toIntExact(block.offset(view, row));
    for (int from = 0; from < bytes.limit(); from += size) {
      held.put(to, bytes, from, size);
      to += block.stride();
    }
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (held != null) {
        write(held.clear(), start);
      }
    }
  }
}
