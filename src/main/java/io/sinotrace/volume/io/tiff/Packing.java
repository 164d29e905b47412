package io.sinotrace.volume.io.tiff;

import io.sinotrace.volume.io.file.RawImage;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** How the bytes of strips and tiles are packed. All of these lose nothing. */
enum Packing {
  NONE(1) {
    @Override
    int unpack(byte[] packed, byte[] out) {
      int count = Math.min(packed.length, out.length);
      System.arraycopy(packed, 0, out, 0, count);
      return count;
    }
  },
  /** TIFF 6.0, section 13. A code of at least 9 bits stands for at most 4,096 bytes. */
  LZW(4096) {
    @Override
    int unpack(byte[] packed, byte[] out) throws DataFormatException {
      return new Lzw(packed, out).unpack();
    }
  },
  /** A zlib stream. */
  DEFLATE(RawImage.MAX_EXPANSION) {
    @Override
    int unpack(byte[] packed, byte[] out) throws DataFormatException {
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(packed);
        int done = 0;
        while (done < out.length) {
          int count = inflater.inflate(out, done, out.length - done);
          if (count == 0) {
            return done;
          }
          done += count;
        }
        return done;
      } finally {
        inflater.end();
      }
    }
  },
  /** TIFF 6.0, section 9. Two bytes stand for at most 128. */
  PACKBITS(64) {
    @Override
    int unpack(byte[] packed, byte[] out) throws DataFormatException {
      int from = 0;
      int to = 0;
      while (from < packed.length && to < out.length) {
        int head = packed[from++];
        if (head == -128) {
          continue;
        }
        int count = Math.min(head >= 0 ? head + 1 : 1 - head, out.length - to);
        if (from + (head >= 0 ? count : 1) > packed.length) {
          throw new DataFormatException("a run that does not end");
        }
        for (int k = 0; k < count; k++) {
          out[to++] = packed[head >= 0 ? from++ : from];
        }
        from += head >= 0 ? 0 : 1;
      }
      return to;
    }
  };

  private final long expansion;

  Packing(long expansion) {
    this.expansion = expansion;
  }

  /** Returns how many bytes a packed byte can stand for at most. */
  long expansion() {
    return expansion;
  }

  /**
   * Unpacks bytes until {@code out} is full, or there are no more.
   *
   * @return how many there were
   * @throws DataFormatException if they are damaged
   */
  abstract int unpack(byte[] packed, byte[] out) throws DataFormatException;

  /** Returns what a field says; null if it is unknown. */
  static @Nullable Packing of(long code) {
    if (code < 0 || code > 0xffff) {
      return null;
    }
    return switch ((int) code) {
      case 1 -> NONE;
      case 5 -> LZW;
      case 8, 32946 -> DEFLATE;
      case 32773 -> PACKBITS;
      default -> null;
    };
  }
}
