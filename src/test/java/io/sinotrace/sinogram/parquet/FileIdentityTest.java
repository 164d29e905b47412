package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.ValueColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileIdentityTest {
  private static final List<Tile> WHOLE = List.of(new Tile(0, 8, 0, 32));
  private static final List<Tile> HALVES = List.of(new Tile(0, 8, 0, 16), new Tile(0, 8, 16, 32));
  private static final List<Tile> ACROSS = List.of(new Tile(0, 4, 0, 32), new Tile(4, 8, 0, 32));

  private static String prefix(String fingerprint, Compression compression, List<Tile> files) {
    return FileIdentity.of(fingerprint, compression, ValueColumn.LINE_INTEGRALS, files).prefix();
  }

  @Test
  void aPrefixHasTwelveDigitsAndIsTheSameAgain() {
    String prefix = prefix("00ff", Compression.ZSTD, WHOLE);
    assertTrue(prefix.matches("[0-9a-f]{12}"), prefix);
    assertEquals(prefix, prefix("00ff", Compression.ZSTD, List.of(new Tile(0, 8, 0, 32))));
  }

  @Test
  void whatChangesTheBytesChangesThePrefix() {
    Set<String> prefixes = new HashSet<>();
    for (String fingerprint : List.of("00ff", "00fe")) {
      for (Compression compression : Compression.values()) {
        for (List<Tile> files : List.of(WHOLE, HALVES, ACROSS)) {
          prefixes.add(prefix(fingerprint, compression, files));
        }
      }
    }
    assertEquals(18, prefixes.size());
  }

  @Test
  void filesOfOtherColumnsHaveOtherNames() {
    ValueColumn water = ValueColumn.arealDensity("water");
    ValueColumn bone = ValueColumn.arealDensity("bone");
    String both = FileIdentity.of("00ff", Compression.ZSTD, List.of(water, bone), WHOLE).prefix();
    assertNotEquals(prefix("00ff", Compression.ZSTD, WHOLE), both);
    assertNotEquals(
        FileIdentity.of("00ff", Compression.ZSTD, List.of(bone, water), WHOLE).prefix(), both);
  }
}
