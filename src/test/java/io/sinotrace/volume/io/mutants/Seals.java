package io.sinotrace.volume.io.mutants;

import io.jhdf.checksum.ChecksumUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checksums in a good HDF5 file, to be made right again in its mutants.
 *
 * <p>They are found by trying, not by reading the structures around them: a block ends where the
 * next four bytes are its checksum.
 */
final class Seals {
  /** What blocks of metadata with a checksum begin with. */
  private static final List<byte[]> SIGNATURES =
      Stream.of(
              "\u0089HDF",
              "OHDR",
              "OCHK",
              "BTHD",
              "BTIN",
              "BTLF",
              "FRHP",
              "FAHD",
              "FADB",
              "EAHD",
              "EAIB",
              "EASB",
              "EADB")
          .map(signature -> signature.getBytes(StandardCharsets.ISO_8859_1))
          .toList();

  private static final int LONGEST = 4096;
  private static final int CHECKSUM = 4;

  /** Fletcher's checksum is tried on blocks of one length: the chunks of the seeds. */
  private static final int CHUNK = 48;

  private record Seal(int at, int length, byte[] signature) {}

  private final List<Seal> seals = new ArrayList<>();

  private Seals() {}

  /** Finds the checksums in a file. */
  static Seals of(byte[] good) {
    Seals found = new Seals();
    for (int at = 0; at + CHECKSUM < good.length; at++) {
      for (byte[] signature : SIGNATURES) {
        if (isAt(good, at, signature)) {
          found.findLength(good, at, signature);
        }
      }
      if (at + CHUNK + CHECKSUM <= good.length && isFletcher32(good, at)) {
        found.seals.add(new Seal(at, CHUNK, new byte[0]));
      }
    }
    return found;
  }

  private void findLength(byte[] good, int at, byte[] signature) {
    int longest = Math.min(LONGEST, good.length - at - CHECKSUM);
    for (int length = signature.length; length <= longest; length++) {
      if (stored(good, at + length) == lookup3(good, at, length)) {
        seals.add(new Seal(at, length, signature));
        return;
      }
    }
  }

  /** Returns how many there are. */
  int count() {
    return seals.size();
  }

  /** Makes the checksums right in a mutant of the file. */
  void renew(byte[] mutant) {
    for (Seal seal : seals) {
      int at = nearest(mutant, seal);
      int end = at + seal.length();
      if (at < 0 || end + CHECKSUM > mutant.length) {
        continue;
      }
      int sum =
          seal.signature().length > 0 ? lookup3(mutant, at, seal.length()) : fletcher32(mutant, at);
      ByteBuffer.wrap(mutant).order(ByteOrder.LITTLE_ENDIAN).putInt(end, sum);
    }
  }

  /** Returns where a block is, which a longer or shorter one before it has moved; -1 if nowhere. */
  private static int nearest(byte[] mutant, Seal seal) {
    for (int away = 0; away < mutant.length; away++) {
      if (isAt(mutant, seal.at() + away, seal.signature())) {
        return seal.at() + away;
      }
      if (isAt(mutant, seal.at() - away, seal.signature())) {
        return seal.at() - away;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] bytes, int at, byte[] signature) {
    int end = at + signature.length;
    return at >= 0
        && end <= bytes.length
        && Arrays.equals(bytes, at, end, signature, 0, signature.length);
  }

  private static int stored(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  private static int lookup3(byte[] bytes, int at, int length) {
    return ChecksumUtils.checksum(Arrays.copyOfRange(bytes, at, at + length));
  }

  private static boolean isFletcher32(byte[] bytes, int at) {
    int sum = stored(bytes, at + CHUNK);
    // Of zeros it is zero, which is everywhere.
    return sum != 0 && sum == fletcher32(bytes, at);
  }

  private static int fletcher32(byte[] bytes, int at) {
    int low = 0;
    int high = 0;
    for (int i = at; i < at + CHUNK; i += 2) {
      low = (low + ((bytes[i] & 0xff) << 8) + (bytes[i + 1] & 0xff)) % 65535;
      high = (high + low) % 65535;
    }
    return (high << 16) | low;
  }
}
