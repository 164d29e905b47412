package io.sinotrace.volume.io.hdf5.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structures of HDF5 that are right in each part, and would keep a reader busy for hours. */
class HostileStructuresTest {
  /** Far more than is needed, and far less than without the limits. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final int DEPTH = 32;
  private static final int UNFILTERED = 10;
  private static final long FIRST_NODE = 200;
  private static final long NODE_BYTES = 100;

  /** Of a node of {@link #NODE_ROOM} bytes: three records in a leaf, one and two children above. */
  private static final int NODE_ROOM = 48;

  /**
   * A tree of one node a level, of which both children are the one below: 2^32 ways down. A node
   * names its chunk, far outside of the dataset, its children and how many chunks are below them.
   */
  private static byte[] treeOfManyWays() {
    byte[] file = new byte[4096];
    ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 2, 8, 8});
    out.putLong(28, out.capacity());
    out.position(100).put(ascii("BTHD")).put((byte) 0).put((byte) UNFILTERED);
    out.putInt(NODE_ROOM + 10).putShort((short) 16).putShort((short) DEPTH).putShort((short) 0);
    out.putLong(FIRST_NODE + DEPTH * NODE_BYTES).putShort((short) 1).putLong(Long.MAX_VALUE);
    seal(out, 100);
    long most = 3;
    int mostBytes = 0;
    for (int depth = 0; depth <= DEPTH; depth++) {
      int at = (int) (FIRST_NODE + depth * NODE_BYTES);
      out.position(at).put(ascii(depth == 0 ? "BTLF" : "BTIN")).put((byte) 0);
      out.put((byte) UNFILTERED).putLong(0).putLong(1_000_000);
      for (int child = 0; child < 2 && depth > 0; child++) {
        out.putLong(at - NODE_BYTES).put((byte) 1).put(new byte[mostBytes]);
      }
      seal(out, at);
      most = depth == 0 ? most : 2 * most + 1;
      mostBytes = depth == 0 ? 0 : (71 - Long.numberOfLeadingZeros(most)) / 8;
    }
    return file;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Ends a block with its checksum. */
  private static void seal(ByteBuffer out, int start) {
    byte[] block = new byte[out.position() - start];
    out.get(start, block);
    out.putInt(ChecksumUtils.checksum(block));
  }

  @Test
  void aTreeOfManyWays(@TempDir Path folder) throws IOException {
    Path path = Files.write(folder.resolve("a.h5"), treeOfManyWays());
    Dataspace space = new Dataspace(new long[] {8}, new long[] {Dataspace.UNLIMITED});
    ChunkShape chunks = ChunkShape.of(space, new long[] {2}, 1);
    try (FileChannel channel = FileChannel.open(path)) {
      Hdf5Bytes file = Hdf5Bytes.of(channel);
      DamagedHdf5Exception e =
          assertThrows(
              DamagedHdf5Exception.class,
              () ->
                  assertTimeoutPreemptively(
                      LONG, () -> BTree2.read(file.once(), 100, chunks, false)));
      assertTrue(String.valueOf(e.getMessage()).contains("contains itself"), e.getMessage());
    }
  }

  @Test
  void aShuffleOfElementsThatAreLongerThanTheChunk() {
    FilterBytes bytes = FilterBytes.of(4, true);
    byte[] chunk = {1, 2, 3, 4};
    System.arraycopy(chunk, 0, bytes.now(), 0, 4);
    bytes.setLength(4);
    ShuffleFilter filter = new ShuffleFilter(new int[] {Integer.MAX_VALUE});
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (int i = 0; i < 1000; i++) {
            filter.decode(bytes);
          }
        });
    assertArrayEquals(chunk, Arrays.copyOf(bytes.now(), bytes.length()));
  }
}
