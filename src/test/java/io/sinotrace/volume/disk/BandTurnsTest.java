package io.sinotrace.volume.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BandTurnsTest {
  private final BandTurns turns = new BandTurns();
  private final AtomicInteger had = new AtomicInteger();

  @Test
  @Timeout(60)
  void aTurnWaitsUntilItsShareIsFree() throws InterruptedException {
    BandTurns.Turn first = turns.await(3);
    BandTurns.Turn second = turns.await(3);
    Thread half = new Thread(this::takeHalf);
    half.start();
    while (half.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    assertEquals(0, had.get());
    first.end();
    half.join();
    assertEquals(1, had.get());
    second.end();
    turns.await(1).end();
  }

  private void takeHalf() {
    BandTurns.Turn turn = turns.await(2);
    had.incrementAndGet();
    turn.end();
  }
}
