package io.sinotrace.projector.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.standin.CudaHeader;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Java writes the kernels' arguments where the table in launch.cuh says, to which whatever compiles
 * the kernels holds the structs themselves.
 */
class LaunchStructsTest {
  private static CudaHeader header;

  @BeforeAll
  static void read() throws IOException {
    header = new CudaHeader("launch.cuh");
  }

  @Test
  void membersLieWhereTheTableSays() {
    assertEquals(header.table("Launch"), places(LaunchMember.values(), member -> member.at));
    assertEquals(header.table("Brick"), places(BrickMember.values(), member -> member.at));
  }

  @Test
  void theTableLeavesOutNoMember() {
    assertEquals(header.members("Launch"), List.copyOf(header.table("Launch").keySet()));
    assertEquals(header.members("Brick"), List.copyOf(header.table("Brick").keySet()));
  }

  @Test
  void sizesAreThoseOfTheTable() {
    assertEquals(header.size("Launch"), LaunchMember.BYTES);
    assertEquals(header.size("Brick"), BrickMember.BYTES);
    assertEquals(header.size("Column"), LaunchArguments.COLUMN_BYTES);
  }

  @Test
  void aViewHasTheNumbersThatAreWritten() {
    assertEquals(BoxGeometry.NUMBERS_PER_VIEW, header.defined("VIEW_NUMBERS"));
  }

  private static <E extends Enum<E>> Map<String, Integer> places(E[] members, ToIntFunction<E> at) {
    Map<String, Integer> places = new LinkedHashMap<>();
    Arrays.stream(members)
        .forEach(
            member -> places.put(member.name().toLowerCase(Locale.ROOT), at.applyAsInt(member)));
    return places;
  }
}
