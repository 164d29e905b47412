package io.sinotrace.reconstruction.backprojection.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.standin.CudaHeader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Java writes the kernels' argument where the table in backprojection.cuh says. */
class BatchStructTest {
  @Test
  void membersLieWhereTheTableSays() throws IOException {
    CudaHeader header = new CudaHeader("backprojection.cuh");
    Map<String, Integer> places = new LinkedHashMap<>();
    for (BatchMember member : BatchMember.values()) {
      places.put(member.name().toLowerCase(Locale.ROOT), member.at);
    }
    assertEquals(header.table("Backprojection"), places);
    assertEquals(header.members("Backprojection"), List.copyOf(places.keySet()));
    assertEquals(header.size("Backprojection"), BatchMember.BYTES);
  }
}
