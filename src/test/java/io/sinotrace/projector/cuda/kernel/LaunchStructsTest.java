package io.sinotrace.projector.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.projector.setup.BoxGeometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Java writes the kernels' arguments where the table in launch.cuh says, to which whatever compiles
 * the kernels holds the structs themselves.
 */
class LaunchStructsTest {
  private static String header;

  @BeforeAll
  static void read() throws IOException {
    // Without comments.
    header = Files.readString(Path.of("src/main/cuda/launch.cuh")).replaceAll("//.*", "");
  }

  @Test
  void membersLieWhereTheTableSays() {
    assertEquals(table("Launch"), places(LaunchMember.values(), member -> member.at));
    assertEquals(table("Brick"), places(BrickMember.values(), member -> member.at));
  }

  @Test
  void theTableLeavesOutNoMember() {
    assertEquals(members("Launch"), List.copyOf(table("Launch").keySet()));
    assertEquals(members("Brick"), List.copyOf(table("Brick").keySet()));
  }

  @Test
  void sizesAreThoseOfTheTable() {
    assertEquals(size("Launch"), LaunchMember.BYTES);
    assertEquals(size("Brick"), BrickMember.BYTES);
    assertEquals(size("Column"), LaunchArguments.COLUMN_BYTES);
  }

  @Test
  void aViewHasTheNumbersThatAreWritten() {
    Matcher m = Pattern.compile("(?m)^#define VIEW_NUMBERS (\\d+)$").matcher(header);
    assertTrue(m.find());
    assertEquals(BoxGeometry.NUMBERS_PER_VIEW, Integer.parseInt(m.group(1)));
  }

  private static <E extends Enum<E>> Map<String, Integer> places(E[] members, ToIntFunction<E> at) {
    Map<String, Integer> places = new LinkedHashMap<>();
    Arrays.stream(members)
        .forEach(
            member -> places.put(member.name().toLowerCase(Locale.ROOT), at.applyAsInt(member)));
    return places;
  }

  /** Returns the bytes at which the members of a struct are asserted to begin. */
  private static Map<String, Integer> table(String struct) {
    Map<String, Integer> table = new LinkedHashMap<>();
    Pattern line = Pattern.compile("(?m)^MEMBER\\(" + struct + ", (\\w+), (\\d+)\\);$");
    for (Matcher m = line.matcher(header); m.find(); ) {
      table.put(m.group(1), Integer.valueOf(m.group(2)));
    }
    return table;
  }

  /** Returns the names of a struct's members as it declares them. */
  private static List<String> members(String struct) {
    Matcher body =
        Pattern.compile("struct " + struct + " \\{(.*?)\\};", Pattern.DOTALL).matcher(header);
    assertTrue(body.find(), struct);
    List<String> members = new ArrayList<>();
    for (Matcher m = Pattern.compile("(\\w+)(\\[\\d+\\])?[,;]").matcher(body.group(1));
        m.find(); ) {
      members.add(m.group(1));
    }
    return members;
  }

  private static int size(String struct) {
    Matcher m = Pattern.compile("(?m)^SIZE\\(" + struct + ", (\\d+)\\);$").matcher(header);
    assertTrue(m.find(), struct);
    return Integer.parseInt(m.group(1));
  }
}
