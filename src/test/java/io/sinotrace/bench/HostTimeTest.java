package io.sinotrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostTimeTest {
  @Test
  void whatWasStolenIsAShareOfWhatWasWanted() {
    // user nice system idle iowait irq softirq steal guest guest_nice; guests are in user already.
    HostTime then = HostTime.parse("cpu  1000 10 200 99999 55 3 4 100 7 0");
    HostTime now = HostTime.parse("cpu  1050 20 210 199999 99 4 8 125 9 0");
    assertEquals(new HostTime(1217, 100), then);
    assertEquals(25.0 / 100, now.stolenSince(then));
    assertEquals(0, now.stolenSince(now));
  }

  @Test
  void itIsReadWhereItIsTold() {
    assertEquals(Files.isReadable(Path.of("/proc/stat")), HostTime.now().isPresent());
    HostTime.now().ifPresent(time -> assertTrue(time.used() > 0 && time.stolen() >= 0));
  }
}
