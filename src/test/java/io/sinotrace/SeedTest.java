package io.sinotrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SeedTest {
  @Test
  void aFailureSaysHowToRepeatIt() {
    Seed seed = Seed.fixed(17);
    AssertionError cause = new AssertionError("expected 1 but was 2");
    AssertionError failure = seed.failure("SomeTest#works", cause);
    assertEquals(
        "expected 1 but was 2\n"
            + "Again with the same numbers: mvn test -Dseed="
            + seed.value()
            + " -Dtest=SomeTest#works",
        failure.getMessage());
    assertSame(cause, failure.getCause());
    AssertionError thrown = seed.failure("SomeTest#works", new IOException("no disk"));
    assertTrue(String.valueOf(thrown.getMessage()).startsWith("java.io.IOException: no disk\n"));
  }

  @Test
  void theSeedThatIsGivenGoesBeforeAnyOther() {
    assertEquals(5, Seed.given(null, 5));
    assertEquals(-7, Seed.given("-7", 5));
    assertThrows(NumberFormatException.class, () -> Seed.given("seven", 5));
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    assertEquals(Seed.drawn().value(), Seed.drawn().value());
    Seed seed = Seed.drawn();
    assertEquals(seed.random().nextLong(), seed.random().nextLong());
  }
}
