package io.sinotrace.sinogram.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.ParquetFileRange;
import org.apache.parquet.io.SeekableInputStream;

/** A file for Parquet to read, which counts the bytes that are asked of it. */
final class CountedInput implements InputFile {
  private final InputFile file;
  private long bytes;

  CountedInput(InputFile file) {
    this.file = file;
  }

  /** Returns the bytes read so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public long getLength() throws IOException {
    return file.getLength();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return new Counting(file.newStream());
  }

  private final class Counting extends SeekableInputStream {
    private final SeekableInputStream in;

    Counting(SeekableInputStream in) {
      this.in = in;
    }

    /** Counts what a read returned: -1 at the end of the file. */
    private int counted(int read) {
      bytes += Math.max(0, read);
      return read;
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      counted(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return counted(in.read(to, offset, length));
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      return counted(in.read(to));
    }

    @Override
    public void readFully(byte[] to) throws IOException {
      readFully(to, 0, to.length);
    }

    @Override
    public void readFully(byte[] to, int offset, int length) throws IOException {
      in.readFully(to, offset, length);
      counted(length);
    }

    @Override
    public void readFully(ByteBuffer to) throws IOException {
      int length = to.remaining();
      in.readFully(to);
      counted(length);
    }

    @Override
    public boolean readVectoredAvailable(ByteBufferAllocator allocator) {
      return in.readVectoredAvailable(allocator);
    }

    @Override
    public void readVectored(List<ParquetFileRange> ranges, ByteBufferAllocator allocator)
        throws IOException {
      in.readVectored(ranges, allocator);
      ranges.forEach(range -> counted(range.getLength()));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
