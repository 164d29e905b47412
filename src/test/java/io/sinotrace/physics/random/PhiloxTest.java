package io.sinotrace.physics.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of the known answers that Random123 publishes with Philox 4x32-10 (kat_vectors). */
class PhiloxTest {
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
  })
  void hasThePublishedWords(String counter, String key, String words) {
    int[] c = words(counter);
    int[] k = words(key);
    Philox philox = new Philox(Integer.toUnsignedLong(k[0]) | (long) k[1] << 32);
    philox.block(c[0], c[1], c[2], c[3]);
    assertEquals(
        words,
        "%08x %08x %08x %08x"
            .formatted(
                (int) philox.low(),
                (int) (philox.low() >>> 32),
                (int) philox.high(),
                (int) (philox.high() >>> 32)));
  }

  private static int[] words(String text) {
    String[] parts = text.split(" ", -1);
    int[] words = new int[parts.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.parseUnsignedInt(parts[i], 16);
    }
    return words;
  }
}
