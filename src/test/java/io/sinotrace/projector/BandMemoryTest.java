package io.sinotrace.projector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BandMemoryTest {
  @Test
  void allTraceAtATimeIfTheThinnestBandsFit() {
    // Three quarters of 8000 are 6000, half of the heap 5000, for two.
    assertEquals(new BandMemory(2500, 2), BandMemory.of(10_000, 8000, 2, true, 2500));
    assertEquals(new BandMemory(3000, 2), BandMemory.of(10_000, 8000, 2, false, 2500));
  }

  @Test
  void elseAsManyAsTheyFitFor() {
    assertEquals(new BandMemory(2500, 2), BandMemory.of(10_000, 8000, 3, true, 2500));
    assertEquals(new BandMemory(5000, 1), BandMemory.of(10_000, 8000, 3, true, 2501));
  }

  @Test
  void oneAloneHasAllOfItThoughItIsTooLittle() {
    assertEquals(new BandMemory(5000, 1), BandMemory.of(10_000, 8000, 3, true, 5001));
  }
}
