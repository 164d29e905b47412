package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of scans. The digits of hashes are those of {@code sha256sum}. */
class ScanIdsTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final Pattern HASHED = Pattern.compile(".*-[0-9a-f]{8}");

  private static String below(String path) {
    return ScanIds.below(List.of(path.split("/")));
  }

  @ParameterizedTest
  @CsvSource({
    "p000b/ct.nii, p000b-ct",
    "a/b/c.mha, a-b-c",
    "head.nii.gz, head",
    "HEAD_1/ct.NII, head_1-ct-0e7d5acb",
    "007.nii, s-007",
    "007/ct.h5, s-007-ct",
    "_x.mhd, s-_x",
    // These could be a folder and a name, or have been given the prefix.
    "a-b.nii, a-b-2c045010",
    "head-2.nii, head-2-087162c1",
    "p000b/ct-1.nii, p000b-ct-1-83eaef3e",
    "s/007.nii, s-007-146a69fb",
    // These lose capitals, accents, other letters, signs.
    "A.nii, a-2587e4b5",
    "Äpfel.nii, apfel-bb108e1d",
    "Straße 7/CT (1).NII.GZ, strasse-7-ct-1-a9d886e1",
    "頭部.nii, scan-cd8b0c84",
    "頭/ct.nii, ct-d76a56f0",
    "a.b.nii, a-b-81a49962",
    "a--b.nii, a-b-b4d47cb4",
    "--a---b--.mha, a-b-19e22f95"
  })
  void ofAPathBelowAGlob(String path, String id) {
    assertEquals(id, below(path));
  }

  @ParameterizedTest
  @CsvSource({
    "head.nii.gz, head",
    "my-head-ct.nii.gz, my-head-ct",
    "007.nii, s-007",
    "s-007.nii, s-007-5e04258a",
    "a--b.nii, a-b-b4d47cb4",
    "-a.nii, a-cc2f7c82",
    "A.nii, a-2587e4b5"
  })
  void ofANameAlone(String name, String id) {
    assertEquals(id, ScanIds.of(name));
  }

  @Test
  void longNamesAreCutAndStayDifferent() {
    assertEquals("n".repeat(100), below("n".repeat(100) + ".nii"));
    assertEquals("x".repeat(91) + "-3ddc9800", below("x".repeat(150) + ".nii"));
    assertEquals("s-" + "1".repeat(89) + "-87757446", below("1".repeat(300) + ".npy"));
    // Cut behind a hyphen, there is one nevertheless.
    String id = below("x".repeat(90) + "/" + "y".repeat(20) + ".nii");
    assertTrue(id.startsWith("x".repeat(90) + "-") && !id.contains("--"), id);
    assertNotEquals(below("x".repeat(150) + "1.nii"), below("x".repeat(150) + "2.nii"));
  }

  @Test
  void ofAVolumeUnderAGeometry() {
    assertEquals("head--low", ScanIds.of("head", "low"));
    assertEquals("n".repeat(95) + "--low", ScanIds.of("n".repeat(95), "low"));
    // 100 - 5 characters of which "-" and eight digits of the SHA-256 of the volume's id are nine.
    String x = "x".repeat(96);
    assertEquals("x".repeat(86) + "-d47f0876--low", ScanIds.of(x, "low"));
    assertNotEquals(ScanIds.of(x + "1", "low"), ScanIds.of(x + "2", "low"));
  }

  @Test
  void differentPathsHaveDifferentIds() {
    SplittableRandom random = SEED.random();
    // Few characters and short names, so that what could be confused is often met.
    List<String> pieces =
        List.of("a", "b", "s", "7", "_", "-", "/", "A", "é", ".", " ", "頭", "\uD83D\uDC80", "--");
    Map<String, String> paths = new HashMap<>();
    int collisions = 0;
    for (int k = 0; k < 50_000; k++) {
      StringBuilder name = new StringBuilder();
      int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 150 : 7);
      for (int i = 0; i < length; i++) {
        name.append(pieces.get(random.nextInt(pieces.size())));
      }
      String path = name.toString().replaceAll("/+", "/").replaceAll("^/|/$", "");
      if (path.isEmpty()) {
        continue;
      }
      String id = below(path + ".nii");
      assertTrue(id.matches("[a-z][a-z0-9_-]{0,99}"), () -> id + " of " + path);
      assertFalse(id.contains("--"), () -> id + " of " + path);
      String other = paths.put(id, path);
      assertTrue(
          other == null || other.equals(path) || HASHED.matcher(id).matches(),
          () -> id + " of " + path + " and " + other);
      collisions += other == null || other.equals(path) ? 0 : 1;
    }
    // Of 32 bits, two of some ten thousand hashes may be equal, rarely.
    assertTrue(collisions <= 2, collisions + " equal hashes");
    assertTrue(paths.size() > 20_000, paths.size() + " different paths");
  }

  @Test
  void everyShortPathWithoutAHashHasAnIdOfItsOwn() {
    // All paths of up to six of these, three of them letters of an id alone.
    List<String> all = new ArrayList<>(List.of(""));
    for (int from = 0, length = 1; length <= 6; length++) {
      int to = all.size();
      for (; from < to; from++) {
        for (String next : List.of("a", "s", "7", "_", "-", "/")) {
          all.add(all.get(from) + next);
        }
      }
    }
    Map<String, String> paths = new HashMap<>();
    for (String path : all) {
      if (path.isEmpty() || path.matches("/.*|.*/|.*//.*")) {
        continue;
      }
      String id = below(path + ".nii");
      if (!HASHED.matcher(id).matches()) {
        assertEquals(null, paths.put(id, path), id + " of " + path + " too");
      }
    }
    assertTrue(paths.size() > 5_000, "paths: " + paths.size());
  }
}
